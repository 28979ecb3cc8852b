/**
 * Makes a section of each row that has an id, so that the search finds a number of Baidu's by itself and leads to its row.
 * @param {string} html
 */
export function rowsAsSections(html) {
  return html.replaceAll(/<tr>\s*<td><a id="([^"]+)"><\/a>(.*?)<\/td>(.*?)<\/tr>/gs, (_, id, key, cells) => {
    const heading = `<h3 id="${id}" tabindex="-1">${id.replace("-", " ")} <a class="header-anchor" href="#${id}"></a></h3>`;
    return `</table>${heading}<p>${cells.replaceAll(/<\/?td[^>]*>/g, " ")}</p><table>`;
  });
}
