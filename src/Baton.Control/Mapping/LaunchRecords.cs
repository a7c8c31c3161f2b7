using Baton.Contracts;
using Baton.Core;
using Baton.Processes;
using Baton.Processes.Accounts;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>What services are run with, as the API shows it, and back.</summary>
public static class LaunchRecords
{
    /// <summary>What this service is run with by this process.</summary>
    /// <exception cref="BatonException">InvalidRequest: it is a container, which no program can become.</exception>
    public static LaunchRecord Of(ServiceDefinition service) => service.Launch.Container is { } container
        ? throw new BatonException(ErrorCode.InvalidRequest, $"cannot show what service \"{service.Name}\" is run with: it is a container of image \"{container.Image}\"; use docker run or docker exec")
        : new LaunchRecord
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
