/** What a report is looked at in: a browser or on paper, or VS Code with the theme that is set there. */
export type Target = 'page' | 'webview';

const LIGHT = `
  --bg: #ffffff; --text: #1f2328; --muted: #59636e; --line: #d1d9e0; --soft: #f6f8fa; --link: #0550ae;
  --good: #116329; --bad: #b42318; --warn: #7a5200; --good-bg: #e6f6ea; --bad-bg: #fdecea; --warn-bg: #fdf3d8;
  --s1: #0550ae; --s2: #9a4a00; --s3: #6639ba; --s4: #00695c; --s5: #ad1457; --s6: #455a64;
  --queue: #8c959f; --fault: #8250df; --halo: #ffffff; --shade: rgb(31 35 40 / 22%);`;

const DARK = `
  --bg: #16191d; --text: #dde3ea; --muted: #9aa5b1; --line: #363d46; --soft: #1e2329; --link: #7ab8ff;
  --good: #5fd37a; --bad: #ff8f85; --warn: #e8b84a; --good-bg: #12301c; --bad-bg: #3d1917; --warn-bg: #35290c;
  --s1: #6cb0ff; --s2: #f2a65a; --s3: #b79cf7; --s4: #4fd0bd; --s5: #f48fb1; --s6: #a9bac6;
  --queue: #6b7580; --fault: #a98bf0; --halo: #16191d; --shade: rgb(0 0 0 / 60%);`;

/** VS Code's colours by meaning; text is mixed towards the editor's own, so that it is readable in any theme. */
const VSCODE = `
  --bg: var(--vscode-editor-background); --text: var(--vscode-editor-foreground, var(--vscode-foreground));
  --muted: color-mix(in srgb, var(--text) 76%, var(--bg));
  --line: var(--vscode-panel-border, color-mix(in srgb, var(--text) 22%, var(--bg)));
  --soft: color-mix(in srgb, var(--text) 5%, var(--bg)); --link: var(--vscode-textLink-foreground);
  --good: color-mix(in srgb, var(--vscode-charts-green) 60%, var(--text));
  --bad: color-mix(in srgb, var(--vscode-charts-red) 60%, var(--text));
  --warn: color-mix(in srgb, var(--vscode-charts-yellow) 50%, var(--text));
  --good-bg: color-mix(in srgb, var(--vscode-charts-green) 10%, var(--bg));
  --bad-bg: color-mix(in srgb, var(--vscode-charts-red) 10%, var(--bg));
  --warn-bg: color-mix(in srgb, var(--vscode-charts-yellow) 10%, var(--bg));
  --s1: var(--vscode-charts-blue); --s2: var(--vscode-charts-orange); --s3: var(--vscode-charts-purple);
  --s4: color-mix(in srgb, var(--vscode-charts-green) 60%, var(--vscode-charts-blue));
  --s5: color-mix(in srgb, var(--vscode-charts-red) 50%, var(--vscode-charts-purple));
  --s6: var(--muted); --queue: color-mix(in srgb, var(--text) 45%, var(--bg));
  --fault: var(--vscode-charts-purple); --halo: var(--bg); --shade: color-mix(in srgb, var(--text) 25%, transparent);`;

const TEXT = `
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; }
  body { margin: 0; background: var(--bg); color: var(--text); line-height: 1.5; overflow-wrap: break-word;
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Ubuntu, "Droid Sans", sans-serif; }
  main, header.top, nav { max-width: 1060px; margin: 0 auto; padding: 0 24px; }
  h1 { font-size: 1.15rem; font-weight: 600; margin: 20px 0 2px; }
  h2 { font-size: 1.3rem; margin: 40px 0 6px; padding-top: 10px; border-top: 1px solid var(--line); }
  h3 { font-size: 1.02rem; margin: 24px 0 6px; }
  p { margin: 6px 0 10px; max-width: 76ch; }
  ul, ol { margin: 6px 0 12px; padding-left: 22px; max-width: 90ch; }
  li { margin: 3px 0; }
  a { color: var(--link); text-decoration: underline; }
  code, pre, .mono { font-family: ui-monospace, "Cascadia Code", Menlo, "DejaVu Sans Mono", monospace; font-size: .88em; }
  code { overflow-wrap: break-word; } .flag { white-space: nowrap; }
  .muted { color: var(--muted); }
  .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
  .small { font-size: .87em; }
  main nav { padding: 0; } nav ul { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; padding: 0; margin: 14px 0 0; max-width: none; }
  nav a { font-size: .9em; }
  button.link { font: inherit; font-size: .92em; color: var(--link); background: none; border: 0; padding: 2px 0;
    min-height: 24px; cursor: pointer; text-decoration: underline; text-align: left; }
  button.prose { display: inline; min-height: 0; padding: 0; font-size: inherit; }
  button.link:focus-visible, a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
  .toolbar { display: flex; flex-wrap: wrap; gap: 4px 20px; }`;

const BLOCKS = `
  header.top p { max-width: none; }
  .banner { border: 1px solid currentcolor; border-left-width: 8px; border-radius: 6px; padding: 14px 20px 10px; margin: 12px 0 18px; }
  .banner > * { color: var(--text); }
  .banner .answer { font-size: 1.65rem; line-height: 1.25; font-weight: 650; margin: 0; max-width: none; }
  .banner .answer strong { text-transform: uppercase; letter-spacing: .04em; }
  .banner.blocked { color: var(--bad); background: var(--bad-bg); } .banner.blocked strong { color: var(--bad); }
  .banner.undecided, .banner.canary { color: var(--warn); background: var(--warn-bg); }
  .banner.undecided strong, .banner.canary strong { color: var(--warn); }
  .banner.release { color: var(--good); background: var(--good-bg); } .banner.release strong { color: var(--good); }
  .banner h2 { font-size: .87rem; color: var(--muted); border: 0; padding: 0; margin: 8px 0 0; }
  .banner ul { margin: 2px 0 6px; max-width: none; } .banner .warning { font-weight: 600; max-width: none; }
  .tag { display: inline-block; border: 1px solid currentcolor; border-radius: 4px; padding: 0 7px; font-size: .82em;
    font-weight: 600; white-space: nowrap; line-height: 1.45; }
  .scroll { overflow-x: auto; margin: 8px 0 16px;
    background: linear-gradient(to right, var(--bg) 30%, transparent) left / 40px 100% no-repeat local,
      linear-gradient(to left, var(--bg) 30%, transparent) right / 40px 100% no-repeat local,
      linear-gradient(to right, var(--shade), transparent) left / 14px 100% no-repeat scroll,
      linear-gradient(to left, var(--shade), transparent) right / 14px 100% no-repeat scroll; }
  .first .scroll { margin-bottom: 4px; } .first th, .first td { padding-top: 3px; padding-bottom: 3px; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; vertical-align: top; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); }
  thead th { color: var(--muted); font-weight: 600; font-size: .88em; border-bottom-width: 2px; }
  tbody th { font-weight: 500; min-width: 6.5em; overflow-wrap: break-word; }
  td.num, th.num { text-align: right; white-space: nowrap; padding-left: 12px; } thead th.num { white-space: normal; }
  th.name, td.name { white-space: nowrap; }
  caption { text-align: left; color: var(--muted); font-size: .88em; padding-bottom: 4px; }
  td ul { margin: 0; padding-left: 16px; } td .toolbar { gap: 0 16px; }
  s { text-decoration-thickness: 1px; }
  figure { margin: 14px 0 22px; }
  figcaption { font-size: .9em; color: var(--muted); margin-bottom: 4px; max-width: 90ch; }
  svg { display: block; width: 100%; min-width: 660px; height: auto; }
  pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 10px 14px; overflow-x: auto;
    white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0; }
  .hash { font-size: .78em; }
  details { border-top: 1px solid var(--line); padding: 6px 0; } section > details:last-child, details + nav { border-bottom: 1px solid var(--line); }
  summary { cursor: pointer; font-weight: 500; min-height: 24px; } summary:hover { color: var(--link); }
  summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
  .form { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: 0 28px; margin: 44px 0 30px; }
  .form div { border-top: 1px solid var(--text); } .form dt { color: var(--muted); font-size: .87em; } .form dd { margin: 0; }
  .claim { font-size: 1.08rem; font-weight: 600; }
  @media (max-width: 720px) {
    main, header.top, nav { padding: 0 14px; }
    .scroll table { min-width: 620px; } .first .scroll table { min-width: 0; }
    .form { grid-template-columns: 1fr; gap: 40px 0; }
    .banner { padding: 10px 14px 6px; } .banner .answer { font-size: 1.35rem; } .banner ul { padding-left: 18px; }
    .first table { font-size: .8rem; } .first th, .first td { padding-right: 6px; } .first td.num, .first th.num { padding-left: 4px; white-space: normal; }
    .first tbody th { min-width: 5em; } .first .tag { padding: 0 5px; }
    .first .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  }`;

const PLOTS = `
  svg text { fill: var(--text); font: 13px system-ui, -apple-system, "Segoe UI", Ubuntu, "Droid Sans", sans-serif; }
  svg text.muted { fill: var(--muted); } svg text.bad { fill: var(--bad); } svg text.halo { stroke: var(--halo); stroke-width: 4px;
    paint-order: stroke; stroke-linejoin: round; }
  .grid { stroke: var(--line); stroke-width: 1; fill: none; } .axis { stroke: var(--muted); stroke-width: 1; fill: none; }
  .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 4; fill: none; }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); }
  .s5 { stroke: var(--s5); } .s6 { stroke: var(--s6); }
  .d1 { stroke-dasharray: 7 4; } .d2 { stroke-dasharray: 2 3; } .d3 { stroke-dasharray: 10 3 2 3; } .d4 { stroke-dasharray: 4 2; }
  .d5 { stroke-dasharray: 1 4; }
  .bad-fill { fill: var(--bad); } .refused-fill { fill: var(--s2); } .calm-fill { fill: var(--s1); }
  .rejected-fill { fill: var(--queue); } .timeout-fill { fill: var(--s5); } .away-fill { fill: var(--s3); }
  .fault { fill: var(--fault); opacity: .16; } .fault-edge { stroke: var(--fault); stroke-width: 1; }
  .queue { fill: var(--queue); } .service { opacity: .35; } .dim { opacity: .3; }
  .sign { fill: var(--text); stroke: var(--halo); stroke-width: 1.5; } .sign.bad { fill: var(--bad); } .sign.warning { fill: var(--warn); }
  .sign.open, .sign.struck { fill: var(--bg); stroke: var(--text); stroke-width: 2; } .sign.possible { stroke: var(--bad); stroke-dasharray: 3 2; } .strike { stroke: var(--text); stroke-width: 2; }
  .arc { fill: none; stroke: var(--bad); stroke-width: 1.8; } .arc.based-on { stroke-dasharray: 4 3; }
  .rung { stroke-width: 3; fill: none; stroke: var(--muted); } .rung.stale-rung { stroke: var(--bad); }
  .drop { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 4; } .drop.stale-rung { stroke: var(--bad); }
  .predicted { stroke: var(--text); stroke-width: 2; }`;

const PRINT = `
  @page { size: A4; margin: 16mm 14mm 18mm;
    @bottom-right { content: counter(page) " / " counter(pages); font: 8.5pt system-ui, sans-serif; color: #59636e; } }
  @media print {
    body { font-size: 10pt; line-height: 1.4; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    main, header.top { max-width: none; padding: 0; }
    nav, .toolbar { display: none; }
    h2 { margin-top: 22px; } h2, h3, figcaption, caption, summary, thead, p:has(+ .scroll) { break-after: avoid; }
    figure, tr, .banner, pre, .form, .short, section > ul { break-inside: avoid; } p { orphans: 3; widows: 3; }
    thead { display: table-header-group; }
    .scroll { overflow: visible; background: none; }
    svg { min-width: 0; }
    table { font-size: 8.5pt; } th, td { padding: 3px 7px 3px 0; } td.num, th.num { padding-left: 7px; }
    /* What is folded away on a screen cannot be opened on paper. */
    details.paper::details-content { content-visibility: visible; height: auto; display: block; }
    details:not(.paper):not([open]) { display: none; }
    summary { list-style: none; }
  }`;

/** The report's style sheet. On paper it is light whatever the screen is. */
export function styleSheet(target: Target): string {
  const colours =
    target === 'webview'
      ? `:root {${VSCODE}\n}`
      : `:root { color-scheme: light dark;${LIGHT}\n}
@media (prefers-color-scheme: dark) { :root {${DARK}\n} }
@media print { :root { color-scheme: light;${LIGHT}\n} }`;
  return `${colours}\n${TEXT}\n${BLOCKS}\n${PLOTS}\n${PRINT}\n`;
}
