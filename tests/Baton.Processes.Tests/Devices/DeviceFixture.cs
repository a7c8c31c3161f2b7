using System.Runtime.InteropServices;
using Baton.Processes.Devices;
using Baton.TestKit;

namespace Baton.Processes.Tests.Devices;

/// <summary>A watch over a folder that stands for /dev. Time stands still, so that what is seen is seen by the kernel's news alone.</summary>
internal sealed partial class DeviceFixture : IDisposable
{
    public DeviceFixture(int folderLimit = 8192) => Watch = new DeviceWatch(Time, Late.Enqueue, new DeviceWatchOptions { FolderLimit = folderLimit });

    public ManualTime Time { get; } = new();

    public TemporaryFolder Dev { get; } = new();

    public DeviceWatch Watch { get; }

    /// <summary>What was said of late looks.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Late { get; } = [];

    /// <summary>Watches paths until the fixture goes.</summary>
    public Sightings See(params string[] paths)
    {
        var seen = new Sightings();
        Watch.Watch(paths, seen.Add);
        return seen;
    }

    /// <summary>Keeps the watching thread from looking until it may go on: what happens meanwhile is told to it at once.</summary>
    public Task HoldAsync(SemaphoreSlim mayGo)
    {
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Watch.Watch([], _ =>
        {
            isHeld.SetResult();
            mayGo.Wait();
        });
        return isHeld.Task.WaitAsync(Eventually.Limit);
    }

    /// <summary>Lets a link lead elsewhere in one step, as udev does.</summary>
    public void Link(string name, string target)
    {
        File.CreateSymbolicLink(Dev[name + ".new"], target);
        // File.Move follows a link to a folder.
        Assert.Equal(0, rename(Dev[name + ".new"], Dev[name]));
    }

    /// <summary>Makes a FIFO, which like a device is more than a file.</summary>
    public string Fifo(string name)
    {
        Assert.Equal(0, mkfifo(Dev[name], 0b110_000_000));
        return Dev[name];
    }

    /// <summary>Makes a device node (that of /dev/null and its like); false where this user may not.</summary>
    public bool TryDevice(string name, int minor)
    {
        const uint character = 0x2000 | 0b110_000_000;
        return mknod(Dev[name], character, (ulong)((1 << 8) | minor)) == 0;
    }

    public void Dispose()
    {
        Watch.Dispose();
        Dev.Dispose();
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mknod(string path, uint mode, ulong device);
}
