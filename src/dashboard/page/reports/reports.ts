/** The tab Experiments: reports written in Markdown, with their plots. */
import { Marked } from 'marked';
import type { ReportSummary } from '../../api.ts';
import { fetchText, h } from '../dom.ts';
import type { Tab } from '../tab.ts';

export class ReportsTab implements Tab {
  readonly name = 'experiments';
  readonly title = 'Experiments';
  readonly element = h('section', { class: 'reports' });
  private readonly reports: readonly ReportSummary[];
  private readonly setQuery: (query: URLSearchParams) => void;

  /** @param reports at least one: without any there is no such tab */
  constructor(reports: readonly ReportSummary[], setQuery: (query: URLSearchParams) => void) {
    this.reports = reports;
    this.setQuery = setQuery;
  }

  async show(query: URLSearchParams): Promise<void> {
    const report = this.reports.find(({ path }) => path === query.get('report')) ?? this.reports[0];
    this.setQuery(new URLSearchParams({ report: report.path }));
    const article = h('article', {});
    article.append(rendered(await fetchText(addressOf(report.path)), report.path));
    const links = this.reports.map(({ title, path }) => {
      const href = `#experiments?${new URLSearchParams({ report: path })}`;
      return h('li', {}, h('a', { href, 'aria-current': path === report.path ? 'page' : undefined }, title));
    });
    this.element.replaceChildren(h('nav', {}, h('ul', { class: 'contents' }, ...links)), article);
  }

  hide(): void {}
}

/** Markdown as elements. What is HTML in it is shown as text: a report may quote what anybody wrote. */
function rendered(markdown: string, path: string): DocumentFragment {
  const marked = new Marked({
    renderer: {
      html: ({ text }) => text.replace(/[&<>]/g, letter => `&#${letter.charCodeAt(0)};`),
    },
  });
  const template = document.createElement('template');
  template.innerHTML = marked.parse(markdown, { async: false });
  const { content } = template;
  for (const image of content.querySelectorAll('img')) {
    image.src = nearby(image.getAttribute('src') ?? '', path);
  }
  for (const link of content.querySelectorAll('a')) {
    link.href = nearby(link.getAttribute('href') ?? '', path);
    if (!/^https?:/.test(link.href)) link.removeAttribute('href');
    link.rel = 'noreferrer';
  }
  return content;
}

/** An address in a report, which counts from the report's own folder. */
function nearby(address: string, path: string): string {
  return new URL(address, new URL(addressOf(path), location.href)).href;
}

function addressOf(path: string): string {
  return `/reports/${path.split('/').map(encodeURIComponent).join('/')}`;
}
