using System.Text;
using Baton.Runtime.Control;
using Baton.Runtime.Tests.Kit;
using Baton.Runtime.Tests.Wire;
using Baton.Runtime.Wire;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>How lines are cut, and that nothing a client sends costs it its connection.</summary>
public class FramingTests
{
    private const string Version = "{\"Ok\":\"0.1.0\"}";

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync(string.Concat(Enumerable.Repeat($$"""{"Add":["{{First}}","/p",false]}""" + "\n" + $$"""{"Remove":"{{First}}"}""" + "\n\"Version\"\n", 200)));

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("{\"Ok\":null}", await client.ReadLineAsync());
            Assert.Equal("{\"Ok\":null}", await client.ReadLineAsync());
            Assert.Equal(Version, await client.ReadLineAsync());
        }
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        foreach (var one in "\"Version\"\n") await client.SendAsync(one.ToString());

        Assert.Equal(Version, await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_CR_before_the_end_is_dropped_and_blanks_are_fine()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync("\"Version\"\r\n  \"Version\" \t\r\n");

        Assert.Equal(Version, await client.ReadLineAsync());
        Assert.Equal(Version, await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("\"Version\"")]
    [InlineData("\"Version\"\r")]
    public async Task A_last_line_without_an_end_is_answered_before_the_close(string line)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync("\"Version\"\n" + line);
        client.HalfClose();

        Assert.Equal(Version, await client.ReadLineAsync());
        Assert.Equal(Version, await client.ReadLineAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    [Fact]
    public async Task A_half_close_after_a_whole_line_gets_no_answer_more()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync("\"Version\"\n");
        client.HalfClose();

        Assert.Equal(Version, await client.ReadLineAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData(" ")]
    [InlineData("\"Version\" \"Version\"")]
    public async Task A_line_that_is_no_request_is_answered_and_the_next_one_too(string line)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.StartsWith("{\"Err\":[\"parsing request\",", await client.AskAsync(line), StringComparison.Ordinal);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_answered_and_the_connection_stays()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync(new byte[] { (byte)'"', 0xC3, (byte)'"', (byte)'\n' });

        Assert.StartsWith("{\"Err\":[\"parsing request\",", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_line_may_have_as_many_bytes_as_the_limit_says(int beyond, bool isTaken)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        var (head, tail) = ("{\"Link\":{\"type_name\":\"", "\",\"to\":\"127.0.0.1:1\"}}");
        var line = head + new string('t', ControlOptions.LongestLine + beyond - head.Length - tail.Length) + tail;

        await client.SendAsync(line + "\r\n");

        Assert.StartsWith(isTaken ? "{\"Ok\":null}" : "{\"Err\":[\"parsing request\",\"a line has at most 1048576 bytes\"]}", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task A_line_of_many_times_the_limit_is_one_error_and_others_are_served_meanwhile()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        var piece = Encoding.ASCII.GetBytes(new string('x', ControlOptions.LongestLine));

        for (var i = 0; i < 5; i++) await client.SendAsync(piece);
        Assert.Equal(Version, await world.AskAsync("\"Version\""));
        await client.SendAsync("\n\"Version\"\n");

        Assert.Equal("{\"Err\":[\"parsing request\",\"a line has at most 1048576 bytes\"]}", await client.ReadLineAsync());
        Assert.Equal(Version, await client.ReadLineAsync());
    }

    [Fact]
    public async Task An_endless_last_line_is_one_error()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync(new string('x', 2 * ControlOptions.LongestLine));
        client.HalfClose();

        Assert.Equal("{\"Err\":[\"parsing request\",\"a line has at most 1048576 bytes\"]}", await client.ReadLineAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","{{new string('p', 100_000)}}",false]}""");
        using var slow = await world.ConnectAsync();
        // More answers than any socket's buffers take.
        await slow.SendAsync(string.Concat(Enumerable.Repeat("\"Info\"\n", 100)));

        for (var i = 0; i < 10; i++) Assert.Equal(Version, await world.AskAsync("\"Version\""));

        var first = await slow.ReadLineAsync();
        for (var i = 1; i < 100; i++) Assert.Equal(first, await slow.ReadLineAsync());
    }

    [Fact]
    public async Task Clients_that_hang_up_in_the_middle_leave_nothing()
    {
        await using var world = await RuntimeWorld.BeginAsync(control: options => options with { MostConnections = 2 });

        for (var i = 0; i < 50; i++)
        {
            using var client = await world.ConnectAsync();
            Assert.Equal(Version, await client.AskAsync("\"Version\""));
            await client.SendAsync("\"Vers");
            client.Dispose();
            // Its place is free again as soon as the server has seen it go.
            await Eventually.HoldsAsync(() => world.Listener.Connections == 0, "the connection is gone");
        }

        Assert.Equal(Version, await world.AskAsync("\"Version\""));
        Assert.Empty(world.Notices);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1:0")]
    public async Task Changed_lines_get_exactly_one_line_each(string? address)
    {
        await using var world = await RuntimeWorld.BeginAsync(address: address);
        using var client = await world.ConnectAsync();
        var random = new Random(7);

        for (var i = 0; i < 1_000; i++)
        {
            var line = ControlLineFuzzTests.Mutate(random);
            // After these, something else than lines comes.
            if (ControlRequestReader.Read(line, out _) is ControlRequest.AddWithBinary or ControlRequest.Stdout) continue;
            await client.SendAsync(line);
            Assert.Matches("^\\{\"(Ok|Err)\":.*\\}$", await client.AskAsync(""));
        }

        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }
}
