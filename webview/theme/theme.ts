/** The colours of the current VS Code theme as the canvas needs them: resolved, and named by what they mean here. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly queue: string;
  readonly error: string;
  readonly errorText: string;
  /** Of what is only possibly wrong, on a surface and as text. */
  readonly possible: string;
  readonly warning: string;
  readonly warningText: string;
  readonly success: string;
  readonly successText: string;
  readonly neutral: string;
  readonly focus: string;
  readonly brush: string;
  /** Colour of lane `i` is `lanes[i % lanes.length]`; red and green are kept for what is wrong and right. */
  readonly lanes: readonly string[];
  /** Opacity of a service bar's fill; 0 in high contrast, where outlines carry the shape. */
  readonly tint: number;
  /** Opacity of what does not belong to the selected finding. */
  readonly dim: number;
  /** The same of text, which must still be read. */
  readonly dimText: number;
  readonly outline: number;
  readonly highContrast: boolean;
  readonly font: string;
  readonly mono: string;
}

const LANES = ['blue', 'purple', 'orange', 'green', 'yellow', 'plain'];
/** How many colours there are for lanes. */
export const LANE_COLORS = LANES.length;

/** Reads the theme through the `--rt-*` properties of style/tokens.css, the only place that knows `--vscode-*` names. */
export function readTheme(): Theme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const color = (name: string): string => {
    probe.style.color = `var(--rt-${name})`;
    return getComputedStyle(probe).color;
  };
  const highContrast = [...document.body.classList].some((name) => name.startsWith('vscode-high-contrast'));
  const root = getComputedStyle(document.body);
  const theme: Theme = {
    background: color('background'),
    text: color('text'),
    muted: color('muted'),
    grid: color('grid'),
    queue: color('queue'),
    error: color('error'),
    errorText: color('error-text'),
    possible: color('possible'),
    warning: color('warning'),
    warningText: color('warning-text'),
    success: color('success'),
    successText: color('success-text'),
    neutral: color('neutral'),
    focus: color('focus'),
    brush: color('brush'),
    lanes: LANES.map((name) => color(`lane-${name}`)),
    tint: highContrast ? 0 : 0.26,
    dim: highContrast ? 0.55 : 0.4,
    dimText: 0.75,
    outline: highContrast ? 2 : 1.25,
    highContrast,
    font: root.fontFamily,
    mono: root.getPropertyValue('--rt-mono'),
  };
  probe.remove();
  return theme;
}

/** Calls back after VS Code has changed the theme: it rewrites the body's class and the root's properties. */
export function onThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
}
