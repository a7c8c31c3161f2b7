namespace Baton.Supervision.Logs.Links;

/// <summary>Where people who come from another system look for logs, below the project's folder.</summary>
public enum LogLinkStyle
{
    /// <summary>Nowhere but in the state directory.</summary>
    None,

    /// <summary><c>orchestrator/logs/SERVICE</c> leads to the service's folder of logs.</summary>
    FolderOfService,

    /// <summary><c>omega_services/logs/SERVICE.log</c> leads to the file that the newest run writes to.</summary>
    NewestFile,
}
