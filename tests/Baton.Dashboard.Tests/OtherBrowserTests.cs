namespace Baton.Dashboard.Tests;

/// <summary>The second group of <see cref="BrowserTests"/>, with a browser of its own.</summary>
[CollectionDefinition(Name)]
public sealed class OtherBrowserTests : ICollectionFixture<Browser>, ICollectionFixture<PairProject>
{
    public const string Name = "the other browser";
}
