/**
 * The HTML of a page for the search, which divides it at its headings. Each row that has an id becomes a section of its own,
 * so that a search for a number of Baidu's leads to its row. An anchor before the words of a heading would hide them.
 * @param {string} html
 */
export function searchableHtml(html) {
  return html
    .replaceAll(/(<h\d[^>]*>)\s*<a id="[^"]*"><\/a>/g, "$1")
    .replaceAll(/<tr>\s*<td[^>]*>\s*(?:<p>)?<a id="([^"]+)"><\/a>(.*?)<\/td>(.*?)<\/tr>/gs, (_, id, name, cells) => {
      const title = /^err(no|or_code)-/.test(id) ? id.replace("-", " ") : name.replaceAll(/<[^>]*>/g, "").trim();
      const words = cells.replaceAll(/<\/?td[^>]*>/g, " ");
      return `</table><h3 id="${id}">${title} <a class="header-anchor" href="#${id}"></a></h3><p>${words}</p><table>`;
    });
}
