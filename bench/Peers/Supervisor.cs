using System.Diagnostics;
using System.Globalization;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>How one supervisor is told to run services, and to stop them. Settings are its fastest that keep its promises.</summary>
internal abstract class Supervisor(string name, string version)
{
    public string Name { get; } = name;

    public string Version { get; } = version;

    /// <summary>Writes everything it needs into the folder of the arena.</summary>
    public abstract void Write(Arena arena, IReadOnlyList<Service> services);

    /// <summary>What starts it on a written folder.</summary>
    public abstract IReadOnlyList<string> StartCommand(Arena arena);

    /// <summary>What shows the state of all services; null when it has no such command.</summary>
    public virtual IReadOnlyList<string>? ListCommand(Arena arena) => null;

    /// <summary>Folder of the log of a service that <see cref="Service.IsLogged"/>.</summary>
    public abstract string LogFolder(Arena arena, string service);

    public virtual IReadOnlyDictionary<string, string>? Environment(Arena arena) => null;

    /// <summary>The process to be asked for an orderly end.</summary>
    public virtual int PidOf(Arena arena, Process started) => started.Id;

    /// <summary>The signal that ends it and its services in order.</summary>
    public virtual int StopSignal => Native.Terminate;

    public Process Start(Arena arena) => arena.Start(StartCommand(arena), Environment(arena));

    protected static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    protected static int ReadPid(string file) => int.Parse(File.ReadAllText(file).AsSpan().Trim(), CultureInfo.InvariantCulture);
}
