namespace Baton.Dashboard.Tests;

/// <summary>What single modules of the dashboard promise, asked for inside the browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class ModuleTests(Browser browser, PairProject shared)
{
    [Fact]
    public async Task Colours_become_classes_and_every_other_control_character_a_symbol()
    {
        var pieces = await AskAsync("""
            const { pieces } = await import("/ui/model/ansi.js");
            return pieces("\u001b[1;31mred\u001b[0m a\tb\r\u0007\u001b[2J<b>").map((one) => [one.text, one.look]);
            """);

        Assert.Equal("""[["red","ansi-red ansi-bold"],[" a   b",""],["␍␇␛[2J","ansi-symbol"],["<b>",""]]""", pieces);
    }

    [Fact]
    public async Task Columns_count_wide_characters_twice()
    {
        var columns = await AskAsync("""
            const { columns, pieces } = await import("/ui/model/ansi.js");
            return ["abc", "\u65e5\u672c", "a\ud83d\ude00"].map((text) => columns(pieces(text)));
            """);

        Assert.Equal("[3,4,3]", columns);
    }

    [Fact]
    public async Task Services_are_sorted_by_their_numbers_and_found_by_every_word()
    {
        var names = await AskAsync("""
            const { readQuery, select } = await import("/ui/model/servicequery.js");
            const entry = (name, memory, group) => ({ name, memory, cpu: null, record: { name, state: "running", ready: true, groups: group ? [group] : [], since: "2026-01-01T00:00:00Z" } });
            const all = [entry("web.10", 3, "shop"), entry("web.9", 5), entry("db", 1, "shop")];
            const ask = (text) => select(all, readQuery(new URLSearchParams(text))).map((one) => one.name);
            return [ask(""), ask("sort=name"), ask("sort=-memory"), ask("q=SHOP+web"), ask("group=shop"), ask("state=failed")];
            """);

        Assert.Equal("""[["web.10","web.9","db"],["db","web.9","web.10"],["web.9","web.10","db"],["web.10"],["web.10","db"],[]]""", names);
    }

    [Fact]
    public async Task The_last_minute_of_figures_is_kept_and_older_ones_go_before_it()
    {
        var figures = await AskAsync("""
            const { Figures, kept } = await import("/ui/figures.js");
            const figures = new Figures();
            figures.grow(2);
            for (let i = 0; i < kept + 5; i++) figures.add(1, i, i);
            const full = [...figures.read(1, "cpu")];
            figures.add(0, 7, 7);
            figures.prepend(0, [5, 6], [5, 6]);
            return [full.length, full[0], full.at(-1), [...figures.read(0, "memory")]];
            """);

        Assert.Equal("[60,5,64,[5,6,7]]", figures);
    }

    [Fact]
    public async Task Lines_that_are_read_back_join_those_that_are_here_without_a_gap_or_a_double()
    {
        // All within few milliseconds: the time of a line alone does not say which ones are here already.
        await using var project = await Project.UpAsync("""
            [services.counter]
            command = ["bash", "-c", "seq 5000; exec sleep 1000"]
            """);

        var numbers = await AskAsync(project, """
            const { openFeed } = await import("/ui/model/feed.js");
            const feed = openFeed({ service: "counter" });
            const changed = (isSo) => new Promise((done) => {
              const look = () => isSo() && done();
              feed.version.watch(look);
              look();
            });
            await changed(() => feed.lines.at(-1)?.raw === "5000");
            const atFirst = feed.lines.length;
            for (let i = 0; i < 20 && feed.earlier.get() === "more"; i++) await feed.loadEarlier();
            feed.close();
            return [atFirst < 5000, feed.lines.length, feed.lines.every((line, i) => line.raw === String(i + 1))];
            """);

        Assert.Equal("[true,5000,true]", numbers);
    }

    [Fact]
    public async Task Lines_that_come_twice_after_a_lost_connection_are_shown_once_also_where_a_pause_holds_them()
    {
        var lines = await AskAsync("""
            const sources = [];
            window.EventSource = class extends EventTarget {
              constructor(address) { super(); this.address = address; sources.push(this); }
              tell(texts, lastEventId) {
                const data = JSON.stringify(texts.map((text) => ({ service: "one", run: 1, time: "2026-01-01T00:00:00Z", stream: "stdout", text })));
                this.dispatchEvent(new MessageEvent("lines", { data, lastEventId }));
              }
              close() {}
            };
            const { openFeed } = await import("/ui/model/feed.js");
            const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const second = async () => { while (sources.length < 2) await frame(); };
            const feed = openFeed({ service: "one" });
            sources[0].onopen();
            sources[0].tell(["1"], "a");
            sources[0].tell(["2"], "");
            await frame();
            feed.pause(true);
            sources[0].tell(["3"], "");
            await frame();
            const before = [feed.lines.map((line) => line.raw), feed.waiting.get()];
            sources[0].onerror();
            await second();
            // What came after the place "a" comes again: the line that was shown, and the one that was held.
            const between = [feed.lines.map((line) => line.raw), feed.waiting.get(), sources[1].address.includes("cursor=a")];
            sources[1].tell(["2", "3", "4"], "b");
            await frame();
            const waiting = feed.waiting.get();
            feed.pause(false);
            feed.close();
            return [before, between, waiting, feed.lines.map((line) => line.raw)];
            """);

        Assert.Equal("""[[["1","2"],1],[["1"],0,true],3,["1","2","3","4"]]""", lines);
    }

    [Fact]
    public async Task A_journal_that_began_anew_is_shown_from_there_on_and_nothing_twice()
    {
        var events = await AskAsync("""
            const sources = [];
            window.EventSource = class extends EventTarget {
              constructor() { super(); sources.push(this); }
              tell(...seqs) { for (const seq of seqs) this.dispatchEvent(new MessageEvent("notice", { data: JSON.stringify({ seq, subject: "daemon", what: "started" }) })); }
              close() {}
            };
            const { openJournal } = await import("/ui/model/journal.js");
            const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const journal = openJournal({});
            sources[0].onopen();
            sources[0].tell(7, 8, 9);
            await frame();
            sources[0].onerror();
            while (sources.length < 2) await frame();
            sources[1].tell(9, 10);
            await frame();
            const first = journal.events.map((event) => event.seq);
            sources[1].tell(1, 2);
            await frame();
            journal.close();
            return [first, journal.events.map((event) => event.seq)];
            """);

        Assert.Equal("[[7,8,9,10],[1,2]]", events);
    }

    [Fact]
    public async Task A_search_of_events_that_was_cut_off_says_so()
    {
        var told = await AskAsync("""
            const sources = [];
            window.EventSource = class extends EventTarget {
              constructor() { super(); sources.push(this); }
              tell(name, data) { this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })); }
              close() {}
            };
            const { openJournal } = await import("/ui/model/journal.js");
            const { html, render } = await import("/ui/html.js");
            const { EventList } = await import("/ui/parts/eventlist.js");
            const journal = openJournal({ what: ["rare"] });
            sources[0].onopen();
            const before = journal.earlier.get();
            sources[0].tell("cut", { after: 700 });
            const place = document.body.appendChild(document.createElement("div"));
            render(html`<${EventList} events=${[]} chosen=${0} onChoose=${() => 0} onEnd=${() => 0} earlier=${journal.earlier.get()} />`, place);
            journal.close();
            return [before, journal.earlier.get(), place.querySelector(".eventlist-end").textContent.includes("There may be older ones")];
            """);

        Assert.Equal("""["more","cut",true]""", told);
    }

    [Fact]
    public async Task Results_of_a_monitor_are_put_together_by_their_time_and_counted()
    {
        var results = await AskAsync("""
            const { merged, summed } = await import("/ui/model/results.js");
            const of = (...seconds) => seconds.map((s) => ({ time: `2026-01-01T00:00:0${s}.000Z`, healthy: s % 2 === 0 }));
            const seconds = (list) => list.map(({ time }) => Number(time[18]));
            return [seconds(merged(of(1, 2), of(3), 60)), seconds(merged(of(3), of(1, 2, 3), 60)), seconds(merged(of(1, 2, 3), of(4, 5), 3)), seconds(merged(of(1), [], 3)), summed(of(1, 2, 3)), summed([])];
            """);

        Assert.Equal("""[[1,2,3],[1,2,3],[3,4,5],[1],"2 of the last 3 failed","No results yet"]""", results);
    }

    [Fact]
    public async Task Monitors_are_sorted_and_filtered_and_uptime_is_never_rounded_up()
    {
        var told = await AskAsync("""
            const { readQuery, select, totals } = await import("/ui/model/monitorquery.js");
            const { uptime } = await import("/ui/model/monitorwords.js");
            const entry = (name, health, ms, state = "closed", tags = []) => ({ name, record: { name, health, kind: "http", response_time_ms: ms, tags, uptime: { day: ms }, breaker: { state }, dependents: [] } });
            const all = [entry("web.10", "healthy", 30), entry("web.9", "unhealthy", undefined, "open", ["edge"]), entry("db", "healthy", 5, "isolated")];
            const ask = (text) => select(all, readQuery(new URLSearchParams(text))).map((one) => one.name);
            return [ask("sort=name"), ask("sort=-latency"), ask("state=down"), ask("state=isolated"), ask("breaker=open"), ask("tag=edge"), ask("q=WEB+http"), totals(all), [99.99999, 100, 0, null].map(uptime)];
            """);

        Assert.Equal("""[["db","web.9","web.10"],["web.10","db","web.9"],["web.9"],["db"],["web.9"],["web.9"],["web.10","web.9"],{"down":1,"up":1,"unknown":0,"isolated":1},["99.99 %","100 %","0.00 %","–"]]""", told);
    }

    private Task<string> AskAsync(string body) => AskAsync(shared.Project, body);

    private async Task<string> AskAsync(Project project, string body)
    {
        await using var tab = await browser.OpenAsync();
        var page = await tab.GoToAsync(project, "/ui/");
        return await page.EvaluateAsync<string>($"async () => JSON.stringify(await (async () => {{ {body} }})())");
    }
}
