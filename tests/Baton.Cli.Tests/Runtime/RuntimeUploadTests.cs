using System.Security.Cryptography;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

public sealed class RuntimeUploadTests : IAsyncDisposable
{
    private const string Id = "0195fc7b-33e6-70e3-bee1-000000000001", Done = "{\"Ok\":null}\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeUploadTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    public async Task A_program_is_announced_with_its_hash_and_sent_when_the_server_says_so(int length)
    {
        var program = Program(length);
        byte[]? came = null;
        var isEarly = true;
        _server.On(Announcement(program, false), async connection =>
        {
            isEarly = connection.HasMore;
            await connection.SendAsync(Done);
            came = await connection.ReadAsync(length);
            await connection.SendAsync(Done);
        });
        var screen = await RunAsync(0, Screen.Pipe);

        Assert.Equal(($"added instance {Id} (sent {length} bytes)\n", ""), (screen.Text, screen.Errors));
        Assert.False(isEarly);
        Assert.Equal(program, came);
    }

    [Fact]
    public async Task A_terminal_sees_the_progress_on_standard_error_and_nothing_of_it_afterwards()
    {
        Takes(Program(200_000), Done, isPrivileged: true);
        var screen = await RunAsync(0, Screen.Colour, "--privileged");

        Assert.Equal($"added instance {Id} (sent 200000 bytes)\n", screen.Text);
        Assert.StartsWith("\r\e[K[=========                     ] 32% of 195.3K", screen.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K[==============================] 100% of 195.3K\r\e[K", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_says_in_the_end_counts()
    {
        Takes(Program(10), """{"Err":["adding binary instance","instance id X already registered"]}""" + "\n");

        Assert.Equal("Error: server returned error\n\nCaused by:\n    0: adding binary instance\n    1: instance id X already registered\n", (await RunAsync(1, Screen.Pipe)).Errors);
    }

    [Fact]
    public async Task An_announcement_that_is_refused_is_not_followed_by_the_program()
    {
        var program = Program(10);
        _server.On(Announcement(program, false), """{"Err":["parsing request","no uploads"]}""" + "\n");

        Assert.Equal("Error: server returned error\n\nCaused by:\n    0: parsing request\n    1: no uploads\n", (await RunAsync(1, Screen.Pipe)).Errors);
        Assert.Single(_server.Lines);
    }

    [Fact]
    public async Task A_server_that_goes_is_told_by_how_far_the_upload_was()
    {
        const string gone = "\n\nCaused by:\n    the connection was closed before the answer ended\n";
        var program = Program(10);
        _server.On(Announcement(program, false), connection => connection.CloseAsync());
        Assert.Equal($"Error: sending AddWithBinary request, receiving initial response{gone}", (await RunAsync(1, Screen.Pipe)).Errors);

        _server.On(Announcement(program, false), async connection =>
        {
            await connection.SendAsync(Done);
            await connection.ReadAsync(10);
            await connection.CloseAsync();
        });
        Assert.Equal($"Error: receiving final response{gone}", (await RunAsync(1, Screen.Pipe)).Errors);

        program = Program(8_000_000);
        _server.On(Announcement(program, false), async connection =>
        {
            await connection.SendAsync(Done);
            await connection.CloseAsync();
        });
        Assert.StartsWith("Error: sending binary data\n\nCaused by:\n    ", (await RunAsync(1, Screen.Pipe)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_midway_is_believed_more_than_the_broken_connection()
    {
        var program = Program(8_000_000);
        _server.On(Announcement(program, false), async connection =>
        {
            await connection.SendAsync(Done);
            await connection.ReadAsync(1000);
            await connection.SendAsync("""{"Err":["reading binary data","the disk is full"]}""" + "\n");
            await connection.CloseAsync();
        });

        Assert.Equal("Error: server returned error\n\nCaused by:\n    0: reading binary data\n    1: the disk is full\n", (await RunAsync(1, Screen.Pipe)).Errors);
    }

    [Theory]
    [InlineData("nowhere", "Could not find file ")]
    [InlineData("", "it is a folder\n")]
    public async Task A_file_that_cannot_be_read_is_named(string name, string cause)
    {
        var path = _folder[name];
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("runtime", "add", path, "--copy", "--socket", "./c.sock"));

        Assert.StartsWith($"Error: reading binary file '{path}'\n\nCaused by:\n    {cause}", screen.Errors, StringComparison.Ordinal);
        Assert.Empty(_server.Lines);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_file_whose_length_changes_on_the_way_is_not_sent_to_its_end(int change)
    {
        var program = Program(200_000);
        var rest = "";
        _server.On(Announcement(program, false), async connection =>
        {
            await using (var file = new FileStream(_folder["app"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(program.Length + change);
            await connection.SendAsync(Done);
            rest = await connection.ReadLineAsync();
        });
        var screen = await RunAsync(1, Screen.Pipe);

        Assert.Equal($"Error: reading binary file '{_folder["app"]}'\n\nCaused by:\n    its length has changed while it was read: it was 200000 bytes long\n", screen.Errors);
        await Eventually.HoldsAsync(() => rest.Length > 0, "the server sees the end");
        Assert.InRange(rest.Length, 1, program.Length - 1);
    }

    [Fact]
    public async Task A_server_that_takes_no_more_bytes_is_given_up()
    {
        var program = Program(8_000_000);
        var hasBegun = new TaskCompletionSource();
        _server.On(Announcement(program, false), async connection =>
        {
            await connection.SendAsync(Done);
            await connection.ReadAsync(1);
            hasBegun.SetResult();
            await connection.StayAsync();
        });
        var screen = new Screen(_folder.Path);
        var running = screen.RunAsync("runtime", "add", _folder["app"], "--copy", "--id", Id, "--socket", "./c.sock");
        await hasBegun.Task.WaitAsync(Eventually.Limit);
        await Eventually.HoldsAsync(() =>
        {
            screen.Time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        }, "the command gives up");

        Assert.Equal(1, await running);
        Assert.Equal("Error: sending binary data\n\nCaused by:\n    the server has said nothing for 10 s\n", screen.Errors);
    }

    private byte[] Program(int length)
    {
        // Text, so that what came of it can be looked at as a line.
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)('a' + (i % 23));
        File.WriteAllBytes(_folder["app"], bytes);
        return bytes;
    }

    private void Takes(byte[] program, string answer, bool isPrivileged = false) => _server.On(Announcement(program, isPrivileged), async connection =>
    {
        await connection.SendAsync(Done);
        await connection.ReadAsync(program.Length);
        await connection.SendAsync(answer);
    });

    private static string Announcement(byte[] program, bool isPrivileged) =>
        $$$"""{"AddWithBinary":{"id":"{{{Id}}}","length":{{{program.Length}}},"hash":[{{{string.Join(',', SHA256.HashData(program))}}}],"privileged":{{{(isPrivileged ? "true" : "false")}}}}}""";

    private async Task<Screen> RunAsync(int code, Output.Appearance show, params string[] more)
    {
        var screen = new Screen(_folder.Path) { Show = show };
        var exit = await screen.RunAsync(["runtime", "add", _folder["app"], "--copy", "--id", Id, "--socket", "./c.sock", .. more]);
        Assert.True(code == exit, screen.Errors);
        return screen;
    }
}
