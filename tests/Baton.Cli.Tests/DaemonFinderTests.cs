using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class DaemonFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_state_of_the_nearest_folder_above_is_found()
    {
        await using var daemon = Daemon(".baton");
        var below = Directory.CreateDirectory(_folder["a/b/c"]).FullName;

        Assert.Equal(0, await new Screen(below).RunAsync("ps"));
    }

    [Fact]
    public async Task A_named_folder_means_its_own_state_and_never_one_above_it()
    {
        await using var daemon = Daemon(".baton");
        Directory.CreateDirectory(_folder["studio"]);
        var screen = new Screen(_folder.Path);

        Assert.Equal(3, await screen.RunAsync("down", "studio"));

        Assert.StartsWith($"baton: no daemon answers at \"{_folder["studio/.baton/baton.sock"]}\"", screen.Errors, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task A_named_state_directory_is_used_as_it_is()
    {
        await using var daemon = Daemon("elsewhere");

        Assert.Equal(0, await new Screen(_folder.Path).RunAsync("ps", "--state", "elsewhere"));
        Assert.Equal(0, await new Screen("/").RunAsync("ps", "--state", _folder["elsewhere"]));
    }

    [Fact]
    public async Task A_folder_and_a_state_directory_together_are_refused()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync("ps", "studio", "--state", "s"));

        Assert.Equal("baton: name a folder or --state, not both\n", screen.Errors);
    }

    [Fact]
    public async Task Where_no_state_is_found_the_message_says_where_it_was_looked_for()
    {
        var screen = new Screen(_folder.Path);

        Assert.Equal(3, await screen.RunAsync("ps"));

        Assert.Equal(
            $"baton: no daemon answers at \"{_folder[".baton"]}\": there is no .baton folder here or above; start one with: baton up\n", screen.Errors);
    }

    [Fact]
    public async Task A_socket_that_a_dead_daemon_left_behind_is_no_daemon()
    {
        await using (Daemon(".baton"))
        {
            // Only its socket file is wanted.
        }

        Assert.Equal(3, await new Screen(_folder.Path).RunAsync("ps"));
    }

    private FakeDaemon Daemon(string state) => new FakeDaemon(_folder, state).On("GET /api/v1/services", Samples.Json());
}
