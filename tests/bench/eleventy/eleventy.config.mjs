// The comparison site: the same lists as ours (kind, month, division, keyword), two feeds a kind and a division, calendar and minutes of a meeting, a sitemap.
const newest = (a, b) => b.date - a.date;
const PAGE = 100; // entries of a page of a list
const FEED = 20; // entries of a feed
const SITE = "https://example.invalid";

// All records, newest first; sorted once for all collections.
let sorted;
function records(api) {
  sorted ??= api.getFilteredByGlob("src/**/*.md").sort(newest);
  return sorted;
}

function groups(api, keys) {
  const found = new Map();
  for (const item of records(api)) {
    for (const key of keys(item)) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(item);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

const paged = (api, keys) => groups(api, keys).flatMap(([key, items]) => {
  const pages = Math.ceil(items.length / PAGE);
  return Array.from({ length: pages }, (_, page) => ({ key, page, pages, items: items.slice(page * PAGE, page * PAGE + PAGE) }));
});

const day = (date) => new Date(date).toISOString().slice(0, 10);

export default function (config) {
  config.on("eleventy.before", () => { sorted = undefined; });
  config.addCollection("records", records);
  config.addCollection("meetings", (api) => records(api).filter((item) => item.data.kind === "meetings"));
  config.addCollection("kinds", (api) => paged(api, (item) => [item.data.kind]));
  config.addCollection("months", (api) => paged(api, (item) => [`${item.data.kind}/${item.data.month}`]));
  config.addCollection("divisions", (api) => paged(api, (item) => [item.data.division]));
  config.addCollection("keywords", (api) => paged(api, (item) => item.data.keywords ?? []));
  config.addCollection("feeds", (api) =>
    groups(api, (item) => [`kinds/${item.data.kind}`, `divisions/${item.data.division}`]).map(([key, items]) => ({ key, items: items.slice(0, FEED) })));
  config.addFilter("day", day);
  config.addFilter("jsonfeed", ({ key, items }) => JSON.stringify({
    version: "https://jsonfeed.org/version/1.1", title: `${key} - 明堂示例站`, home_page_url: `${SITE}/${key}/`, language: "zh-CN",
    items: items.map((item) => ({ id: SITE + item.url, url: SITE + item.url, title: item.data.title, content_text: item.data.summary, date_published: item.date })),
  }, null, 2));
  config.addFilter("minutes", ({ data, rawInput }) => JSON.stringify({
    id: data.id, title: data.title, agenda: data.agenda, attendance: data.attendance, chair: data.chair, recorder: data.recorder, division: data.division, text: rawInput,
  }));
  config.addFilter("statements", ({ title, kind, url, date }) => {
    const steps = [{ name: "首页", id: "/" }, ...(kind ? [{ name: kind, id: `/kinds/${kind}/` }] : []), { name: title, id: url }];
    const way = { "@type": "BreadcrumbList", itemListElement: steps.map(({ name, id }, at) => ({ "@type": "ListItem", position: at + 1, name, item: { "@id": SITE + id } })) };
    const article = { "@type": "Article", "@id": SITE + url, url: SITE + url, headline: title, inLanguage: "zh-CN", publisher: { "@type": "Organization", name: "明堂示例站" }, datePublished: date };
    return JSON.stringify({ "@context": "https://schema.org", "@graph": kind ? [article, way] : [way] }).replaceAll("<", "\\u003c");
  });
  const neighbours = new WeakMap();
  config.addFilter("neighbours", (records, page) => {
    if (!neighbours.has(records)) neighbours.set(records, new Map(records.map((record, index) => [record.url, index])));
    const index = neighbours.get(records).get(page.url);
    return { previous: records[index + 1], next: records[index - 1] };
  });
  return { dir: { input: "src", includes: "../_includes", output: "public" }, markdownTemplateEngine: false };
}
