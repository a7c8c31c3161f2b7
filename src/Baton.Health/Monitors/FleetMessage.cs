using Baton.Health.Alarms;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>What the actor of a <see cref="MonitorFleet"/> is told. Facts are bounded: one timer, and one probe for each monitor.</summary>
internal abstract record FleetMessage
{
    private FleetMessage()
    {
    }

    public sealed record Applied(IReadOnlyList<MonitorDefinition> Definitions, IReadOnlyDictionary<string, MonitorState> Remembered, TaskCompletionSource<bool> Done) : FleetMessage;

    /// <summary>The one timer fired.</summary>
    public sealed record TimerFired(int Epoch) : FleetMessage;

    /// <summary>A probe has ended; a bug of the probe counts as its failure.</summary>
    public sealed record Ended(MonitorSlot Slot, int Epoch, ProbeResult? Result, Exception? Bug) : FleetMessage;

    /// <summary>Somebody wants fresh results: of one, or of all (null), until he gives up.</summary>
    public sealed record Triggered(string? Name, TaskCompletionSource<bool> Done, CancellationToken GivenUp) : FleetMessage;

    public sealed record Acted(string Name, MonitorAct Act, string By, TaskCompletionSource<bool> Done) : FleetMessage;

    public sealed record Pushed(string Name, ProbeResult Result, TaskCompletionSource<bool> Done) : FleetMessage;

    /// <summary>A call through the gateway; answered with what lets it go, or null.</summary>
    public sealed record CallAsked(string Name, TaskCompletionSource<CallPermit?> Answer) : FleetMessage;

    public sealed record CallEnded(MonitorSlot Slot, int Epoch, bool? IsSuccess) : FleetMessage;

    public sealed record Silenced(SilenceScope Of, DateTimeOffset Until, string Reason, string By, TaskCompletionSource<SilenceAnswer> Done) : FleetMessage;

    public sealed record Unsilenced(SilenceScope Of, string By, TaskCompletionSource<SilenceAnswer> Done) : FleetMessage;

    public sealed record Maintained(MaintenanceWindows Windows) : FleetMessage;

    /// <summary>A window or a silence begins or ends.</summary>
    public sealed record EdgeCame(int Epoch) : FleetMessage;

    /// <summary>Nothing is to be executed any more.</summary>
    public sealed record Closing : FleetMessage;
}
