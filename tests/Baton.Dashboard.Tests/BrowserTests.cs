using Microsoft.Playwright;

namespace Baton.Dashboard.Tests;

/// <summary>The tests with a browser, in two groups that run beside each other. Those of a group share a browser and run one after the other: each drives whole programs on few processors.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browser>, ICollectionFixture<PairProject>
{
    public const string Name = "browser";

    /// <summary>What the page must become; waits for it.</summary>
    public static ILocatorAssertions Expect(ILocator place) => Assertions.Expect(place);

    /// <summary>Where the page must lead; waits for it.</summary>
    public static IPageAssertions Expect(IPage page) => Assertions.Expect(page);
}
