using System.Reflection;
using Microsoft.Playwright;

namespace Baton.Dashboard.Tests;

/// <summary>The system's own Chromium, one for all tests; each page is in a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // No sandbox: containers do not let one be made. The rest keeps it from the network.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        // The driver (with its own Node) is run out of the package's folder.
        var package = typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "PlaywrightPackage").Value!;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Flags });
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
    }

    /// <summary>Limit for what a page takes milliseconds for on an idle machine.</summary>
    public static TimeSpan Patience => TestKit.Eventually.Limit;

    /// <summary>An empty page that notes what goes wrong in it.</summary>
    public async Task<Tab> OpenAsync(ColorScheme theme = ColorScheme.Light, int width = 1360, int height = 860)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return new Tab(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
