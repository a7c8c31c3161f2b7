using System.Runtime.InteropServices;
using Baton.Containers.Engine;

namespace Baton.Containers.Following;

/// <summary>Passes signals that this process gets on to a container. Whoever ends a follower by signals, as is done without a daemon, ends the container so.</summary>
internal sealed class SignalsToContainer : IDisposable
{
    // What people stop and steer programs with: hang-up, interrupt, quit, user 1, user 2, terminate.
    private static readonly int[] Passed = [1, 2, 3, 10, 12, 15];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly EngineClient _engine;
    private readonly string _container;
    private readonly TimeProvider _time;

    /// <param name="engine">The engine.</param>
    /// <param name="container">Whose first process gets them.</param>
    /// <param name="time">The clock.</param>
    public SignalsToContainer(EngineClient engine, string container, TimeProvider time)
    {
        (_engine, _container, _time) = (engine, container, time);
        foreach (var signal in Passed)
        {
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, context =>
            {
                context.Cancel = true;
                Pass(signal);
            }));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    // On a thread of the runtime that is there for this one signal.
    private void Pass(int signal)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, _time);
            _engine.SignalAsync(_container, signal, limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // It has ended, or cannot be reached; whoever sent the signal kills when nothing follows from it.
        }
    }
}
