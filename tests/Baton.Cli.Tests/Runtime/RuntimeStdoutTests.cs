using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

public sealed class RuntimeStdoutTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-000000000001";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeStdoutTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_pipe_gets_what_the_instance_writes_byte_for_byte_until_the_server_ends_it()
    {
        // Some of it comes with the answer, some later, and the last line has no end.
        byte[] later = [0xff, 0, .. "\e[2Jb\n"u8, .. "c"u8];
        _server.On($$"""{"Stdout":"{{Id}}"}""", async connection =>
        {
            await connection.SendAsync("{\"Ok\":null}\na\n");
            await connection.SendAsync(later);
            await connection.CloseAsync();
        });
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("runtime", "stdout", Id, "--socket", "./c.sock"));

        Assert.Equal([.. "a\n"u8, .. later], ((SharedBuffer)screen.Output).ToArray());
        Assert.Equal("", screen.Errors);
    }

    [Fact]
    public async Task A_terminal_gets_lines_with_their_colours_and_nothing_else_that_it_would_obey()
    {
        _server.On("*", async connection =>
        {
            await connection.SendAsync("{\"Ok\":null}\n\e[31mre");
            await connection.SendAsync("d\e[0m \e[2Jx\n" + new string('y', 70_000) + "\nend");
            await connection.CloseAsync();
        });
        var screen = new Screen(_folder.Path) { Show = Screen.Colour };

        Assert.Equal(0, await screen.RunAsync("runtime", "stdout", Id, "--socket", "./c.sock"));

        Assert.Equal($"\e[31mred\e[0m \uFFFD[2Jx\e[0m\n{new string('y', 65_536)}\n{new string('y', 70_000 - 65_536)}\nend\n", screen.Text);
    }

    [Fact]
    public async Task An_instance_that_says_nothing_for_a_day_is_followed_still()
    {
        var day = new TaskCompletionSource();
        _server.On("*", async connection =>
        {
            await connection.SendAsync("{\"Ok\":null}\na\n");
            await day.Task;
            await connection.SendAsync("b\n");
            await connection.CloseAsync();
        });
        var screen = new Screen(_folder.Path);
        var running = screen.RunAsync("runtime", "stdout", Id, "--socket", "./c.sock");
        await Eventually.HoldsAsync(() => screen.Text == "a\n", "the first line");
        screen.Time.Advance(TimeSpan.FromDays(1));
        day.SetResult();

        Assert.Equal((0, "a\nb\n"), (await Eventually.ReturnsAsync(running, "the server ends it"), screen.Text));
    }

    [Fact]
    public async Task A_server_that_knows_no_output_says_so()
    {
        _server.On("*", """{"Err":["parsing request","unknown variant `Stdout`"]}""" + "\n");
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("runtime", "stdout", Id, "--socket", "./c.sock"));

        Assert.Equal("Error: server returned error\n\nCaused by:\n    0: parsing request\n    1: unknown variant `Stdout`\n", screen.Errors);
    }
}
