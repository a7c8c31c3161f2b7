using System.Net;
using Baton.Core.Notices;
using Baton.Journal.Reading;

namespace Baton.Control.Notify;

/// <summary>What the telling of events needs of the daemon.</summary>
public sealed record NotifyPorts
{
    /// <summary>What happens.</summary>
    public required NoticeBoard Notices { get; init; }

    /// <summary>What happened longer ago; null: nothing is remembered.</summary>
    public JournalReader? Journal { get; init; }

    /// <summary>Up to where each target was told.</summary>
    public required INotifyMemory Memory { get; init; }

    /// <summary>The groups of a service and, of a replica, the name of the whole.</summary>
    public required Func<string, IReadOnlyList<string>> GroupsOf { get; init; }

    /// <summary>The words by which people choose a monitor: its name, its tags, its group.</summary>
    public Func<string, IReadOnlyList<string>> MonitorWordsOf { get; init; } = static name => [name];

    /// <summary>Name of the project in messages.</summary>
    public required string Project { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Draws from [0, 1).</summary>
    public required Func<double> Random { get; init; }

    /// <summary>Told of a bug.</summary>
    public required Action<Exception> Crashed { get; init; }

    /// <summary>Takes messages to others than this machine; null: that of the environment, where there is one.</summary>
    internal IWebProxy? Proxy { get; init; }

    /// <summary>From where messages come.</summary>
    internal NotifyOrigin Origin => new(Environment.MachineName, Project);
}
