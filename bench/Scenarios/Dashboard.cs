using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Baton.Bench.Report;
using Baton.Bench.World;
using Microsoft.Playwright;

namespace Baton.Bench.Scenarios;

/// <summary>The dashboard in Chromium; no other supervisor here has one that could be measured in the same way.</summary>
internal sealed class Dashboard : Scenario
{
    private const int Services = 5000;
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Stands in for the stream of services: each of them changes once a second, a tenth of them at a time, and all have new figures each second.
    private const string Crowd = """
        window.EventSource = class extends EventTarget {
          constructor() {
            super();
            this.records = Array.from({ length: 5000 }, (_, i) => ({ name: `service-${i + 1}`, state: "running", ready: true, desired: true, run: 1, pid: 1000 + i, restarts: 0, failures: 0,
              since: "2026-01-01T00:00:00Z", started_at: "2026-01-01T00:00:00Z", depends_on: [], groups: [], enabled: true, autostart: true }));
            setTimeout(() => this.begin());
          }
          begin() {
            this.onopen?.();
            for (let i = 0; i < 5000; i += 250) this.tell("services", JSON.stringify({ reset: i === 0, items: this.records.slice(i, i + 250), more: i + 250 < 5000 }));
            // The texts are made before: that is the daemon's work, not the page's.
            const part = (n, restarts) => JSON.stringify({ items: this.records.filter((_, i) => i % 10 === n).map((one) => ({ ...one, restarts })) });
            const figures = () => JSON.stringify({ items: this.records.map((one) => [one.name, Math.random() * 30, 1e7 + Math.random() * 1e7, 2]) });
            const changes = Array.from({ length: 20 }, (_, n) => part(n % 10, n));
            const measured = [figures(), figures()];
            let n = 0;
            this.timer = setInterval(() => {
              this.tell("changed", changes[n % 20]);
              if (n++ % 10 === 0) this.tell("figures", measured[(n / 10) & 1]);
            }, 100);
          }
          // Each message in a task of its own, as from the network.
          tell(name, data) { setTimeout(() => this.dispatchEvent(new MessageEvent(name, { data }))); }
          close() { clearInterval(this.timer); }
        };
        // Told a while after a task has ended: each is kept with its time, so that none is counted for the wrong stretch.
        const tasks = [];
        const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
        observer.observe({ type: "longtask", buffered: true });
        window.longestSince = (from) => {
          tasks.push(...observer.takeRecords());
          return Math.max(0, ...tasks.filter((one) => one.startTime + one.duration > from).map((one) => one.duration));
        };
        window.beBusy = (ms) => setTimeout(() => { const from = performance.now(); while (performance.now() - from < ms); });
        """;

    // Notes when the first service was in the table, by the page's own clock.
    private const string Shown = """
        window.shownAt = 0;
        const observer = new MutationObserver(() => {
          if (!document.querySelector(".services .row")) return;
          observer.disconnect();
          window.shownAt = performance.now();
        });
        observer.observe(document, { childList: true, subtree: true });
        """;

    // What the measure must find when it is there.
    private const int BusyMs = 120;

    public override string Key => "dashboard";

    public override string Title => "The dashboard with 5,000 services";

    public override string Explanation =>
        "First paint of `/ui/services` in Chromium (its cache empty), the daemon's manifest having 5,000 services of which 20 run, until the browser says that it painted "
        + "something, and until the first services are in the table; and the longest task of the page while, for 10 s, each of 5,000 services changes once a second and has new "
        + "figures each second (told by a stand-in for the stream; 0: none was over 50 ms). Targets: 300 ms, and no task over 50 ms.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("first paint, ms", "services shown, ms", "longest task, ms");
        if (bench.Baton is not { } baton) return table;
        await using var arena = new Arena(bench.Root);
        arena.Write("baton.toml", Manifest());
        var address = FreeAddress();
        await arena.TimeAsync([baton.StartCommand(arena)[0], "up", "--detach", "--listen", address, arena.Folder], null, stop);
        var package = typeof(Dashboard).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "PlaywrightPackage").Value!;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        using var playwright = await Playwright.CreateAsync();
        for (var round = 0; round < bench.Repeats; round++) await TryAsync(table, "Baton", () => MeasureAsync(table, playwright, $"http://{address}/ui/services", bench.IsQuick ? 2 : 10, stop));
        await arena.TimeAsync([baton.StartCommand(arena)[0], "down", arena.Folder], null, stop);
        return table;
    }

    private static async Task MeasureAsync(Table table, IPlaywright playwright, string address, int seconds, CancellationToken stop)
    {
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Flags });
        var page = await browser.NewPageAsync();
        await page.GotoAsync("about:blank");
        await page.AddInitScriptAsync(Shown);
        await page.GotoAsync(address);
        await page.Locator(".services .row").First.WaitForAsync();
        table["Baton", 1].Add(await page.EvaluateAsync<double>("() => window.shownAt"));
        table["Baton", 0].Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"));

        var crowded = await browser.NewPageAsync();
        await crowded.AddInitScriptAsync(Crowd);
        await crowded.GotoAsync(address);
        await crowded.Locator("[aria-rowcount='5001']").WaitForAsync();
        var from = await crowded.EvaluateAsync<double>("() => performance.now()");
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, stop);
        table["Baton", 2].Add(await crowded.EvaluateAsync<double>("(from) => window.longestSince(from)", from));
        // Without this a browser that tells of no tasks at all would pass for a quick page.
        await crowded.EvaluateAsync("(ms) => window.beBusy(ms)", BusyMs);
        await crowded.WaitForFunctionAsync("([from, ms]) => window.longestSince(from) >= ms", new[] { from, BusyMs });
    }

    private static string FreeAddress()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return taken.LocalEndpoint.ToString()!;
    }

    private static string Manifest()
    {
        var text = new StringBuilder();
        for (var i = 1; i <= Services; i++) text.Append(CultureInfo.InvariantCulture, $"[services.service-{i}]\ncommand = [\"sleep\", \"600\"]\n{(i > 20 ? "autostart = false\n" : "")}");
        return text.ToString();
    }
}
