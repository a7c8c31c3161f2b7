using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Accounts;
using Baton.Runtime.Instances;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>
/// Instances as services that are added while Baton runs, named by their ids: so their processes are supervised as all others, and seen as all others.
/// What is remembered of an instance is the runtime's; here is nothing but what the supervisor has.
/// <para>
/// It begins before the supervisor does. Instances that are added until then, which are those that an earlier daemon had, are among the services that the supervisor
/// begins with, and what runs of them goes on. Whatever else is asked waits for the supervisor.
/// </para>
/// </summary>
/// <param name="register">Makes services known to whoever owns their processes.</param>
/// <param name="surroundings">Of each process.</param>
/// <param name="manifest">The services that the manifest has while there is no supervisor.</param>
/// <param name="notices">Where people are told.</param>
internal sealed class InstancesToServices(Func<IReadOnlyList<string>, Task> register, InstanceSurroundings surroundings, ServiceSet manifest, NoticeBoard notices) : IInstanceProcesses
{
    private static readonly ActCause Runtime = new("the runtime");

    private readonly TaskCompletionSource<Supervisor> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    // As many as the state of the runtime holds; null when they have been taken.
    private List<ServiceDefinition>? _early = [];
    private volatile Supervisor? _supervisor;

    /// <summary>What was added so far, for the supervisor to begin with. To be called once; what is added from now on waits for <see cref="Begin"/>.</summary>
    public IReadOnlyList<ServiceDefinition> TakeEarly()
    {
        lock (_gate)
        {
            var early = _early ?? [];
            _early = null;
            return early;
        }
    }

    /// <summary>There is a supervisor, which has what was added early.</summary>
    public void Begin(Supervisor supervisor)
    {
        _supervisor = supervisor;
        _begun.TrySetResult(supervisor);
    }

    /// <inheritdoc/>
    /// <exception cref="RefusedException">There is a service of this name, as one of the manifest; or its processes cannot be recorded.</exception>
    public async Task AddAsync(InstanceProcess process)
    {
        var service = InstanceServices.Of(process, surroundings);
        if (IsAddedEarly(service)) return;
        await ToldAsync(async supervisor =>
        {
            await register([service.Name]);
            await supervisor.AddAsync(service, Runtime);
        });
    }

    /// <inheritdoc/>
    public Task StartAsync(InstanceId id, InstancePriority? priority) => ToldAsync(async supervisor =>
    {
        var name = id.ToString();
        // What is left of its last run ends first: a start meanwhile would be the end of that run's.
        if (supervisor.Find(name) is { State: Phase.Stopping }) await supervisor.WaitAsync([name], WaitGoal.Stopped, CancellationToken.None);
        var launch = supervisor.InForce.Services.FirstOrDefault(service => service.Name == name)?.Launch;
        var starting = priority is { } wish && launch is not null && NicenessOf(name, wish) is { } nice
            ? supervisor.StartOnceAsync(name, launch with { Credentials = new Credentials(Nice: nice) }, Runtime, CancellationToken.None)
            : supervisor.StartAsync([name], Runtime, CancellationToken.None);
        ThrowIfNotStarted((await starting).Services.Single(), launch?.Command[0]);
    });

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The kernel does not let go of it.</exception>
    public Task StopAsync(InstanceId id) => ToldAsync(async supervisor =>
    {
        var stopped = await supervisor.StopAsync([id.ToString()], isOnly: true, Runtime, CancellationToken.None);
        if (HasProcess(stopped.Services.Single())) throw new RefusedException("waiting for child to be killed");
    });

    /// <inheritdoc/>
    /// <exception cref="RefusedException">It runs.</exception>
    public Task RemoveAsync(InstanceId id) => ToldAsync(supervisor =>
        // One that has stopped everything has nothing left to forget.
        supervisor.Ended.IsCompleted ? Task.CompletedTask : supervisor.RemoveAsync(id.ToString(), Runtime));

    /// <inheritdoc/>
    public bool IsRunning(InstanceId id) => _supervisor?.Find(id.ToString()) is { } service && HasProcess(service);

    /// <summary>Its first process has not ended, or is about to be there. What it left behind is no process of the instance.</summary>
    private static bool HasProcess(ServiceView service) => service is { State: Phase.Starting or Phase.Running } or { State: Phase.Stopping, Pid: not null };

    private bool IsAddedEarly(ServiceDefinition service)
    {
        lock (_gate)
        {
            if (_early is null) return false;
            if (manifest.Services.Concat(_early).Any(other => other.Name == service.Name)) throw new RefusedException($"there is a service \"{service.Name}\" already");
            _early.Add(service);
            return true;
        }
    }

    /// <summary>How nice it is to be; null where Baton may not give it that, which people are told.</summary>
    private int? NicenessOf(string name, InstancePriority priority)
    {
        var nice = priority switch { InstancePriority.High => -10, InstancePriority.Low => 10, _ => 0 };
        var least = SystemAccounts.LeastNiceness;
        if (nice >= least) return nice;
        notices.Publish($"service/{name}", "degraded", cause: null, string.Create(CultureInfo.InvariantCulture, $"it is started as nice as Baton itself, not with {nice}: what Baton may give is {least} to 19"));
        return null;
    }

    private static void ThrowIfNotStarted(ServiceView service, string? path)
    {
        if (service is { State: Phase.Failed, SpawnError: { } reason })
            throw new RefusedException($"starting runtime process '{path}'", service.SpawnErrno is { } errno ? string.Create(CultureInfo.InvariantCulture, $"{Marshal.GetPInvokeErrorMessage(errno)} (os error {errno})") : reason);
        // Somebody else has stopped it, or everything, in the same instant.
        if (service is { IsDesired: false, State: Phase.Stopped }) throw new RefusedException($"starting runtime process '{path}'", "it was stopped before it had begun");
    }

    /// <summary>What the supervisor refuses, the runtime tells whoever asked.</summary>
    private async Task ToldAsync(Func<Supervisor, Task> act)
    {
        try
        {
            await act(await _begun.Task);
        }
        catch (BatonException e)
        {
            throw new RefusedException(e.Message);
        }
    }
}
