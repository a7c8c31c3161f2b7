using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>Programs that clients send, as raw bytes.</summary>
public class UploadTests
{
    private const string Done = "{\"Ok\":null}", Version = "{\"Ok\":\"0.1.0\"}";

    private static readonly byte[] Program = Encoding.ASCII.GetBytes("#!/bin/sh\nexec sleep 60\n\n");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(65536)]
    [InlineData(1_000_003)]
    public async Task A_program_is_received_and_can_be_run(int length)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        var bytes = Bytes(length);

        Assert.Equal(Done, await client.AskAsync(Header(bytes)));
        await client.SendAsync(bytes);
        Assert.Equal(Done, await client.ReadLineAsync());

        var file = Assert.Single(world.Uploads);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        Assert.Equal("755", Convert.ToString((int)File.GetUnixFileMode(file), 8));
        Assert.Equal($$$$"""{"Ok":{"runtimes":{"{{{{First}}}}":{"running":false,"binary":"{{{{file}}}}","privileged":true}},"links":{}}}""", await client.AskAsync("\"Info\""));
    }

    [Fact]
    public async Task Bytes_that_come_with_the_header_and_requests_that_come_with_the_bytes_are_not_lost()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        await client.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(Header(Program) + "\n"), .. Program, .. "\"Version\"\n"u8]);

        Assert.Equal(Done, await client.ReadLineAsync());
        Assert.Equal(Done, await client.ReadLineAsync());
        Assert.Equal(Version, await client.ReadLineAsync());
        Assert.Equal(Program, await File.ReadAllBytesAsync(Assert.Single(world.Uploads)));
    }

    [Fact]
    public async Task A_wrong_hash_is_told_after_the_bytes_and_leaves_no_file()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.Equal(Done, await client.AskAsync(Header(Program, hashed: Bytes(3))));
        await client.SendAsync(Program);

        Assert.Equal("""{"Err":["reading binary data","binary data hash verification failed"]}""", await client.ReadLineAsync());
        Assert.Empty(world.Uploads);
        Assert.Equal("""{"Ok":{"runtimes":{},"links":{}}}""", await client.AskAsync("\"Info\""));
    }

    [Fact]
    public async Task A_client_that_sends_too_little_is_told_so_and_leaves_no_file()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.Equal(Done, await client.AskAsync(Header(Program)));
        await client.SendAsync(Program.AsMemory(0, 10));
        client.HalfClose();

        Assert.Equal("""{"Err":["reading binary data","connection closed before receiving all binary data"]}""", await client.ReadLineAsync());
        Assert.True(await client.IsAtEndAsync());
        Assert.Empty(world.Uploads);
    }

    [Fact]
    public async Task A_client_that_hangs_up_half_way_leaves_no_file()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using (var client = await world.ConnectAsync())
        {
            Assert.Equal(Done, await client.AskAsync(Header(Program)));
            await client.SendAsync(Program.AsMemory(0, 10));
            await Eventually.HoldsAsync(() => world.Uploads.Any(file => new FileInfo(file).Length == 10), "the beginning is written");
        }

        await Eventually.HoldsAsync(() => world.Uploads.Count == 0, "the file is gone");
    }

    [Fact]
    public async Task An_end_of_the_daemon_half_way_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var world = await RuntimeWorld.BeginAsync(folder);
        using var client = await world.ConnectAsync();
        Assert.Equal(Done, await client.AskAsync(Header(Program)));
        await client.SendAsync(Program.AsMemory(0, 10));

        await world.DisposeAsync();

        Assert.Empty(world.Uploads);
    }

    [Fact]
    public async Task The_bytes_for_a_number_in_use_are_taken_before_the_refusal()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        await client.AskAsync($$"""{"Add":["{{First}}","/p",false]}""");
        var bytes = Bytes(300_000);

        Assert.Equal(Done, await client.AskAsync(Header(bytes)));
        await client.SendAsync(bytes);

        Assert.Equal($$"""{"Err":["adding binary instance","instance id {{First}} already registered"]}""", await client.ReadLineAsync());
        Assert.Empty(world.Uploads);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task Two_that_send_for_one_number_do_not_mix_and_one_is_refused()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var one = await world.ConnectAsync();
        using var other = await world.ConnectAsync();
        Assert.Equal(Done, await one.AskAsync(Header(Program)));
        Assert.Equal(Done, await other.AskAsync(Header(Bytes(1000))));

        await other.SendAsync(Bytes(1000));
        Assert.Equal(Done, await other.ReadLineAsync());
        await one.SendAsync(Program);

        Assert.Equal($$"""{"Err":["adding binary instance","instance id {{First}} already registered"]}""", await one.ReadLineAsync());
        Assert.Equal(Bytes(1000), await File.ReadAllBytesAsync(Assert.Single(world.Uploads)));
    }

    [Theory]
    [InlineData("Remove")]
    [InlineData("Clear")]
    public async Task The_file_goes_with_its_instance(string how)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        await client.AskAsync(Header(Program));
        await client.SendAsync(Program);
        Assert.Equal(Done, await client.ReadLineAsync());

        Assert.Equal(Done, await client.AskAsync(how == "Remove" ? $$"""{"Remove":"{{First}}"}""" : "\"Clear\""));

        Assert.Empty(world.Uploads);
    }

    [Fact]
    public async Task A_header_that_does_not_parse_is_refused_and_no_bytes_are_expected()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.StartsWith("{\"Err\":[\"parsing request\",", await client.AskAsync($$$"""{"AddWithBinary":{"id":"{{{First}}}","length":5}}"""), StringComparison.Ordinal);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(26, false)]
    public async Task A_program_that_is_longer_than_the_bound_is_refused_before_it_is_sent(int length, bool isTaken)
    {
        await using var world = await RuntimeWorld.BeginAsync(control: options => options with { MostUploadBytes = 25 });
        using var client = await world.ConnectAsync();

        Assert.Equal(
            isTaken ? Done : """{"Err":["adding binary instance","the binary has 26 bytes, and at most 25 are taken"]}""", await client.AskAsync(Header(Bytes(length))));
        if (isTaken) await client.SendAsync(Bytes(length));
        if (isTaken) Assert.Equal(Done, await client.ReadLineAsync());
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task A_full_disk_is_told_after_the_bytes_and_leaves_no_file()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        world.Orchestrator.Uploads.Open = path =>
        {
            File.WriteAllText(path, "");
            return new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        };
        var bytes = Bytes(200_000);

        Assert.Equal(Done, await client.AskAsync(Header(bytes)));
        await client.SendAsync(bytes);

        Assert.Matches(@"^\{""Err"":\[""adding binary instance"",""writing binary data"","".*[Nn]o space left.*""\]\}$", await client.ReadLineAsync());
        Assert.Empty(world.Uploads);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_after_the_bytes()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        Directory.Delete(world["uploads"]);

        Assert.Equal(Done, await client.AskAsync(Header(Program)));
        await client.SendAsync(Program);

        Assert.StartsWith("{\"Err\":[\"adding binary instance\",\"writing binary data\",", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(Version, await client.AskAsync("\"Version\""));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static string Header(byte[] bytes, byte[]? hashed = null)
    {
        var hash = string.Join(',', SHA256.HashData(hashed ?? bytes).Select(one => one.ToString(CultureInfo.InvariantCulture)));
        return $$$"""{"AddWithBinary":{"id":"{{{First}}}","length":{{{bytes.Length}}},"hash":[{{{hash}}}],"privileged":true}}""";
    }
}
