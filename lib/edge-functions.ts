/**
 * CloudFront Function before `/v1/*`: tells the API who knocks and at which host, overwriting whatever the browser
 * claimed under those names (boundary.md A12).
 */
export const apiRequestCode = `function handler(event) {
  var request = event.request;
  var host = request.headers.host;
  request.headers['x-viewer-ip'] = { value: event.viewer.ip };
  request.headers['x-viewer-host'] = { value: host ? host.value : '' };
  return request;
}
`;

/**
 * CloudFront Function before the pages: a path is a folder of one page, and the token behind `/c/` and `/o/` is left
 * to the page, so that every token has the same answer and none becomes a cache key.
 */
export const pageRequestCode = `function handler(event) {
  var request = event.request;
  var page = /^\\/(c|o|store|console)(\\/[^.]*)?$/.exec(request.uri);
  if (request.uri === '/') {
    request.uri = '/index.html';
  } else if (page) {
    request.uri = '/' + page[1] + '/index.html';
  }
  return request;
}
`;
