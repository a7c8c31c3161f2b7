namespace Baton.Dashboard.Tests;

/// <summary>One project for all tests of a class: for those that look at it, or leave it as they found it.</summary>
/// <param name="manifest">Its manifest.</param>
public abstract class SharedProject(string manifest) : IAsyncLifetime
{
    public Project Project { get; private set; } = null!;

    public async Task InitializeAsync() => Project = await Project.UpAsync(manifest);

    public async Task DisposeAsync() => await Project.DisposeAsync();
}
