using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

public sealed class LongLineTests
{
    [Fact]
    [Trait("Defect", "A9-1")]
    public async Task A_line_of_100_MB_arrives_whole_and_does_not_grow_memory()
    {
        const int bytes = 100_000_000;
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path);
        Assert.True(await pump.StartAsync());
        using var hold = new FifoHolder(pump);
        hold.Stdout("first\n"u8);
        var before = await pump.PeakMemoryAsync();
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "long-line", $"{bytes}");
        Assert.Equal(0, await writer.ExitAsync());
        var after = await pump.PeakMemoryAsync();
        Assert.True(await pump.FinishAsync());
        Assert.True(after - before < 16 * 1024, $"resident peak grew from {before} to {after} KiB");
        LongLine.AssertWhole(TaggedLog.Read(folder["logs/svc"]).Stdout.AsSpan("first\n".Length), bytes);
    }
}
