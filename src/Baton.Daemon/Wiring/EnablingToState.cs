using Baton.Core;
using Baton.Daemon.State;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>What people say of services' being enabled: to the state directory first, then to the supervisor.</summary>
internal sealed class EnablingToState : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _stateDirectory;
    private volatile Dictionary<string, bool> _said;

    private EnablingToState(string stateDirectory, Dictionary<string, bool> said, string? problem)
    {
        _stateDirectory = stateDirectory;
        _said = said;
        Problem = problem;
    }

    /// <summary>What people should know of what was read; null when all is well.</summary>
    public string? Problem { get; }

    /// <summary>Reads what was said to earlier daemons, also of services that are not in the manifest now.</summary>
    /// <param name="stateDirectory">The caller holds it.</param>
    /// <exception cref="BatonException">Unavailable: that cannot be read.</exception>
    public static EnablingToState Read(string stateDirectory)
    {
        var (said, problem) = EnabledFile.Read(stateDirectory);
        return new EnablingToState(stateDirectory, said, problem);
    }

    /// <summary>What was said of a service; null: nothing.</summary>
    public bool? Of(string service) => _said.TryGetValue(service, out var isEnabled) ? isEnabled : null;

    /// <summary>Remembers it, then lets it hold.</summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Unavailable: it cannot be remembered. Busy: remembered, but not in force yet.</exception>
    public async Task<ServicesChange> SetAsync(Supervisor supervisor, IReadOnlyList<string> names, bool isEnabled, ActCause cause, CancellationToken stopWaiting)
    {
        var services = supervisor.NamesOf(names);
        await _turn.WaitAsync(stopWaiting);
        try
        {
            Remember(services, isEnabled, WholesOf(supervisor.InForce, names, services));
            // No names would mean all of them.
            if (services.Count == 0) return new ServicesChange([], []);
            // From here on nobody can call it off: what is in the file must hold here, too.
            return await supervisor.EnableAsync(services, isEnabled, cause, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The services with replicas that are meant as a whole, those to come too: they are named, or all of their replicas are meant.</summary>
    public static IReadOnlySet<string> WholesOf(ServiceSet set, IReadOnlyList<string> names, IReadOnlyList<string> services)
    {
        if (set.Replicas.Count == 0) return new HashSet<string>();
        var meant = services.Select(ServiceReplica.Parse).OfType<ServiceReplica>().CountBy(replica => replica.Of).ToDictionary();
        return set.Replicas.Where(whole => names.Contains(whole.Name) || (whole.Count > 0 && meant.GetValueOrDefault(whole.Name) == whole.Count)).Select(whole => whole.Name).ToHashSet();
    }

    /// <summary>Remembers it; nobody else does at the same time.</summary>
    /// <param name="services">Services that it is said of.</param>
    /// <param name="isEnabled">What is said.</param>
    /// <param name="wholes">Services with replicas of all of which it is said; null: none.</param>
    /// <exception cref="BatonException">Unavailable: it cannot be written; nothing has changed.</exception>
    public void Remember(IReadOnlyList<string> services, bool isEnabled, IReadOnlySet<string>? wholes = null)
    {
        var said = new Dictionary<string, bool>(_said);
        foreach (var name in said.Keys.Where(IsOfOne).ToList()) said.Remove(name);
        foreach (var service in services.Where(service => !IsOfOne(service)).Concat(wholes ?? new HashSet<string>())) said[service] = isEnabled;
        if (said.Count == _said.Count && said.All(entry => _said.TryGetValue(entry.Key, out var known) && known == entry.Value)) return;
        EnabledFile.Write(_stateDirectory, said);
        _said = said;

        bool IsOfOne(string name) => wholes is { Count: > 0 } && ServiceReplica.Parse(name) is { } replica && wholes.Contains(replica.Of);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
