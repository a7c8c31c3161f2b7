using System.Globalization;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <content>A state directory on a disk of its own (a tmpfs), which a test fills and makes room on: real "no space left".</content>
internal sealed partial class Project
{
    private const int Mebibytes = 24;

    // Whoever has the disk mounted: only it, what it starts, and commands that join it see the disk. 0 where there is none.
    private int _onSmallDisk;

    /// <summary>Starts <c>up</c> on a small disk, and returns when the daemon answers; from then on commands are run beside it.</summary>
    public async Task<RunningProgram> UpOnSmallDiskAsync()
    {
        Directory.CreateDirectory(this[".baton"]);
        var script = $"mount -t tmpfs -o size={Mebibytes}m,mode=700 tmpfs .baton && exec '{TestPrograms.Baton}' up --listen none";
        var up = RunningProgram.Start("/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script], Path, variables: _handedOn);
        await Eventually.HoldsAsync(() => File.Exists(OnSmallDisk("baton.sock", up.Pid)), () => $"the socket: {up.Output}{up.Errors}", Patience);
        _onSmallDisk = up.Pid;
        return up;
    }

    /// <summary>Leaves no byte free.</summary>
    public void FillDisk()
    {
        // Without a buffer, which would complain once more when it is closed.
        using var filler = new FileStream(OnSmallDisk("filler", _onSmallDisk), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var piece = new byte[1 << 16];
        void Fill()
        {
            while (true) filler.Write(piece);
        }

        var isFull = Assert.Throws<IOException>(Fill);
        Assert.Contains("No space left", isFull.Message, StringComparison.Ordinal);
    }

    /// <summary>Gives back what <see cref="FillDisk"/> took.</summary>
    public void MakeRoom() => File.Delete(OnSmallDisk("filler", _onSmallDisk));

    /// <summary>Lines and bytes that <c>logs</c> says a full disk cost a service, once it says so.</summary>
    public async Task<(long Bytes, long Lines)> UntilLogsTellOfGapAsync(string service)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            var (exitCode, output, errors) = await RunAsync("logs", service, "--tail", "all");
            Assert.True(exitCode == 0, errors);
            if (GapPattern.Match(output) is { Success: true } gap) return (Number(gap.Groups[1]), Number(gap.Groups[2]));
            Assert.False(patience.IsCancellationRequested, $"no gap in the log of {service}: {output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    [GeneratedRegex(@"(\d+) bytes \((\d+) lines\) of stdout were dropped: No space left on device")]
    private static partial Regex GapPattern { get; }

    private static long Number(Group digits) => long.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private string OnSmallDisk(string name, int pid) => $"/proc/{pid}/root{this[$".baton/{name}"]}";

    // The folder of the caller is the one below the disk; entered anew by its name, it is the disk.
    private string[] BesideSmallDisk() =>
        ["nsenter", "--target", $"{_onSmallDisk}", "--user", "--mount", "--preserve-credentials", "/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", Path];
}
