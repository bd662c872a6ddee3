// Draws the contract. A key that is typed in is kept by the page alone and gone with it.
window.SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#contract',
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null, // else the page would send the contract's address to somebody else's service
});
