using System.Runtime.InteropServices;

namespace Baton.TestProcess.Behaviours;

/// <summary>hang-mount FOLDER: mounts a file system there that never answers, as a network disk whose server has gone; until it is killed. Needs root.</summary>
internal static unsafe partial class HangingMount
{
    private const int ReadWrite = 2;

    public static int Run(string[] args)
    {
        var device = open("/dev/fuse", ReadWrite);
        if (device < 0 || mount("hanging", args[0], "fuse", 0, $"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other") != 0)
        {
            Console.Error.WriteLine($"cannot mount on {args[0]}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
            return 1;
        }

        Console.WriteLine("mounted");
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, nuint flags, string options);
}
