/**
 * The README as the page of the installed extension, where nothing of the repository is at hand: without its pictures, with
 * the titles of documents in place of links to them, and without a section that has only such links.
 */
export function extensionPage(readme: string): string {
  return readme
    .replaceAll(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n/gm, '')
    .replaceAll(/^#+ .*\n\n(?:\[[^\]]*\]\([^)]*\)(?: · )?)+\n*/gm, '')
    .replaceAll(/(?<!!)\[([^\]]*)\]\((?!https:)[^)]*\)/g, (_, text: string) =>
      text.startsWith('`') ? text : `_${text}_`,
    );
}
