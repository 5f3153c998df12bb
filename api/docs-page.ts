import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { stateOf } from './middleware/request-state.ts';
import { docsPolicy } from './middleware/security-headers.ts';

/**
 * The page that renders the API's document. It comes from this machine alone, and is public: it holds nothing but a field for
 * a token, with which it asks for the document.
 */
export function docsPage(): Router {
  const router = express.Router();
  router.use(policy);
  router.get('/', (request, response) => {
    if (request.originalUrl.endsWith('/')) response.type('html').send(page);
    else response.redirect(301, '/docs/');
  });
  router.get('/start.js', (_request, response) => {
    response.sendFile(join(import.meta.dirname, 'docs', 'start.js'));
  });
  router.use(express.static(swaggerFolder, { index: false, setHeaders: cacheable }));
  return router;
}

const swaggerFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const policy: RequestHandler = (request, response, next) => {
  stateOf(request).route = '/docs';
  response.set('Content-Security-Policy', docsPolicy);
  next();
};

/** The files change with their package only. */
function cacheable(response: Parameters<RequestHandler>[1]): void {
  response.setHeader('Cache-Control', 'public, max-age=3600');
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Showrunner API</title>
    <link rel="stylesheet" href="swagger-ui.css">
  </head>
  <body>
    <form id="token-form">
      <label>Token (<code>showrunner token</code>): <input id="token" type="password" autocomplete="off" required></label>
      <button>Show</button>
      <output id="message"></output>
    </form>
    <main id="document"></main>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;
