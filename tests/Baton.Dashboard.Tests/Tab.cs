using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Baton.Dashboard.Tests;

/// <summary>A page of the dashboard in a browser. Disposing it fails the test when the page met an error: also one of the content policy.</summary>
public sealed class Tab(IBrowserContext context, IPage page) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IPage Page { get; } = page;

    /// <summary>What the console may say besides nothing: that the network failed is no error of a page while there is no daemon.</summary>
    public Func<string, bool> IsExpected { get; set; } = _ => false;

    /// <summary>Opens an address of the dashboard; <paramref name="through"/> is another way to it than the direct one.</summary>
    public async Task<IPage> GoToAsync(Project project, string path, string? through = null)
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Enqueue($"{message.Text} {message.Location}");
        };
        Page.PageError += (_, error) => _errors.Enqueue(error);
        await Page.GotoAsync((through ?? project.Address) + path);
        return Page;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.DoesNotContain(_errors, error => !IsExpected(error));
    }
}
