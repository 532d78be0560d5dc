/** What the page needs from its webview; the URIs are the webview's own, `cspSource` differs between hosts. */
export interface PageParts {
  readonly cspSource: string;
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/**
 * The hash of the empty text. The toolkit tries a style element without content to learn whether the browser knows
 * `:focus-visible`; this lets that one element in, and none with a rule in it.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The swimlane's page: no data in it, ever. The trace arrives by messages, so nothing that a trace says can become
 * markup here; the policy lets one script run and nothing be fetched, framed or submitted.
 */
export function pageHtml({ cspSource, nonce, scriptUri, styleUri }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} ${EMPTY_STYLE}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Race Trace</title>
    <link rel="stylesheet" href="${attribute(styleUri)}">
  </head>
  <body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
    <script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
