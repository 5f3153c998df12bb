export const graphPath = '/graphql';
