using Baton.Core.Actors;
using Baton.Supervision.Devices;
using Baton.Supervision.Figures;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>For those who look at services for a while, or closely. Nothing here waits for a turn.</summary>
public sealed partial class Supervisor
{
    private readonly Listeners _listeners = new();
    private readonly FigureBook _book;
    private volatile int _measurements;

    /// <summary>The services there are now; another object when services come or go, or their manifest is read again. Never waits.</summary>
    public ServiceRoster Roster => _roster.Shown;

    /// <summary>
    /// Calls <paramref name="told"/> after each change of services, of their figures, or of <see cref="Roster"/>; inside the supervisor's turn: it must
    /// only take note and return. Any number of listeners; disposing the result ends it, but for a call that has begun.
    /// </summary>
    public IDisposable Listen(Action told) => _listeners.Add(told);

    /// <summary>How often figures were measured since the daemon began. Never waits.</summary>
    public int Measurements => _measurements;

    /// <summary>What is asked of a service and what was found; empty when nothing is, null when there is no such service. Never waits.</summary>
    public IReadOnlyList<AskedProbe>? ProbesOf(string name) =>
        SlotOf(name) is { } slot ? [.. slot.Probes?.Asked ?? [], .. slot.Check is { } check ? [check.Asked] : Array.Empty<AskedProbe>()] : null;

    /// <summary>The devices that a service needs; empty when it needs none, null when there is no such service. Never waits.</summary>
    public IReadOnlyList<DeviceView>? DevicesOf(string name) => SlotOf(name) is { } slot ? slot.Devices?.Views ?? [] : null;

    /// <summary>What the newest measurements found; null when there is no such service. Never waits for longer than a copy takes.</summary>
    public FigureHistory? FiguresOf(string name) => SlotOf(name) is { } slot ? _book.Read(slot.Page) : null;

    private ServiceSlot? SlotOf(string name) => _roster is var all && all.IndexByName.TryGetValue(name, out var index) ? all.Slots[index] : null;
}
