// Asks for the document with the token that was typed in. The token stays in this page's memory.
const form = document.querySelector('#token-form');
const message = document.querySelector('#message');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const token = document.querySelector('#token').value.trim();
  const authorization = `Bearer ${token}`;
  const response = await fetch('/api/v1/openapi.json', { headers: { authorization } });
  if (!response.ok) {
    message.textContent = response.status === 401 ? 'The token is not valid.' : `Answer ${response.status}.`;
    return;
  }
  message.textContent = '';
  const ui = window.SwaggerUIBundle({
    spec: await response.json(),
    dom_id: '#document',
    deepLinking: false,
    requestInterceptor: (request) => ({ ...request, headers: { ...request.headers, authorization } }),
    onComplete: () => ui.preauthorizeApiKey('bearer', token),
  });
});
