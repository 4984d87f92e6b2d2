// The comparison site: the same lists as ours (kind, month, division, county, keyword), a feed per kind, a sitemap.
const newest = (a, b) => b.date - a.date;

function grouped(api, keys) {
  const groups = new Map();
  for (const item of api.getFilteredByGlob("src/**/*.md").sort(newest)) {
    for (const key of keys(item)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  const size = 100;
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, items]) =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, page) => ({
      key, page, pages: Math.ceil(items.length / size), items: items.slice(page * size, page * size + size),
    })));
}

export default function (config) {
  config.addCollection("records", (api) => api.getFilteredByGlob("src/**/*.md").sort(newest));
  config.addCollection("kinds", (api) => grouped(api, (item) => [item.data.kind]));
  config.addCollection("months", (api) => grouped(api, (item) => [`${item.data.kind}/${item.data.month}`]));
  config.addCollection("divisions", (api) => grouped(api, (item) => [item.data.division]));
  config.addCollection("counties", (api) => grouped(api, (item) => [item.data.county]));
  config.addCollection("keywords", (api) => grouped(api, (item) => item.data.keywords ?? []));
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  const neighbours = new WeakMap();
  config.addFilter("neighbours", (records, page) => {
    if (!neighbours.has(records)) neighbours.set(records, new Map(records.map((record, index) => [record.url, index])));
    const index = neighbours.get(records).get(page.url);
    return { previous: records[index + 1], next: records[index - 1] };
  });
  return { dir: { input: "src", includes: "../_includes", output: "public" }, markdownTemplateEngine: false };
}
