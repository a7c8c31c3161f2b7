using System.Runtime.InteropServices;

namespace Baton.TestProcess.Behaviours;

/// <summary>Behaviours that end in doing nothing for ever. FILE gets the pid when the behaviour has happened.</summary>
internal static partial class Still
{
    private static readonly PosixSignal[] Ignorable = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary><c>sleep FILE</c>: nothing else.</summary>
    public static int Sleep(string[] args) => For(args[0]);

    /// <summary><c>ignore-signals FILE</c>: takes SIGTERM, SIGINT, SIGHUP and SIGQUIT without ending.</summary>
    public static int IgnoreSignals(string[] args)
    {
        var registrations = Ignorable.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)).ToList();
        var code = For(args[0]);
        registrations.ForEach(registration => registration.Dispose());
        return code;
    }

    /// <summary><c>delete-cwd FILE</c>: deletes the folder it was started in.</summary>
    public static int DeleteCurrentFolder(string[] args)
    {
        Directory.Delete(Environment.CurrentDirectory, recursive: true);
        return For(args[0]);
    }

    /// <summary><c>close-stdio FILE</c>: closes standard input, output and error.</summary>
    public static int CloseStdio(string[] args)
    {
        for (var fd = 0; fd <= 2; fd++) _ = Close(fd);
        return For(args[0]);
    }

    private static int For(string file)
    {
        File.WriteAllText(file, $"{Environment.ProcessId}\n");
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
