using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>Who is on the way to another state: <c>waiting for web: stopping 3s, db: starting 1s</c>.</summary>
/// <param name="Text">The sentence; null when nobody is.</param>
/// <param name="Who">The same without what changes each second.</param>
internal readonly record struct WaitingText(string? Text, string? Who)
{
    // A line of a terminal holds about this many; the rest is counted.
    private const int MaxNamed = 4;

    /// <summary>The sentence for the services as they are.</summary>
    public static WaitingText Of(IReadOnlyList<ServiceRecord> services, DateTimeOffset now)
    {
        var text = new StringBuilder("waiting for ");
        var who = new StringBuilder();
        var count = 0;
        foreach (var service in services)
        {
            if (!IsOnTheWay(service.State)) continue;
            who.Append(service.Name).Append('=').Append(service.State).Append(' ');
            if (++count > MaxNamed) continue;
            if (count > 1) text.Append(", ");
            SafeText.Append(text, service.Name);
            text.Append(": ").Append(service.State).Append(' ').Append(Figures.Age(now - service.Since));
        }

        if (count == 0) return default;
        if (count > MaxNamed) text.Append(" and ").Append(Figures.Number(count - MaxNamed)).Append(" more");
        return new WaitingText(text.ToString(), who.ToString());
    }

    private static bool IsOnTheWay(string state) =>
        state is ServiceStates.Starting or ServiceStates.Stopping or ServiceStates.WaitingDependencies or ServiceStates.Backoff;
}
