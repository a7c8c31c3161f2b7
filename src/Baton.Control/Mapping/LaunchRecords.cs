using Baton.Contracts;
using Baton.Processes;
using Baton.Processes.Accounts;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>What services are run with, as the API shows it, and back.</summary>
public static class LaunchRecords
{
    /// <summary>What this service is run with by this process.</summary>
    public static LaunchRecord Of(ServiceDefinition service) => new()
    {
        Name = service.Name,
        Command = service.Launch.Command,
        WorkingDirectory = service.Launch.WorkingDirectory,
        Environment = service.Launch.Environment,
        DaemonUid = SystemAccounts.OwnUser,
        User = service.Launch.Credentials?.As is { } user ? new LaunchUser(user.Name, user.Uid, user.Gid, user.HasGroupsOfUser) : null,
        Nice = service.Launch.Credentials?.Nice,
        Umask = service.Launch.Credentials?.Umask,
    };

    /// <summary>What to launch.</summary>
    public static Launch ToLaunch(LaunchRecord record) => new()
    {
        Command = record.Command,
        WorkingDirectory = record.WorkingDirectory,
        Environment = record.Environment,
        Credentials = record is { User: null, Nice: null, Umask: null } ? null
            : new Credentials(record.User is { } user ? new Identity(user.Name, user.Uid, user.Gid, user.HasGroupsOfUser) : null, record.Nice, record.Umask),
    };
}
