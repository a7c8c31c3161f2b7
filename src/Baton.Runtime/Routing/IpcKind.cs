namespace Baton.Runtime.Routing;

/// <summary>What a line of an instance is.</summary>
internal enum IpcKind
{
    /// <summary>Not JSON, of no known kind, or with wrong fields.</summary>
    Invalid,

    /// <summary>A message for others.</summary>
    Storable,

    /// <summary>Something measured.</summary>
    Telemetry,

    /// <summary>Another instance is to be started.</summary>
    StartRuntime,

    /// <summary>An instance is to be stopped.</summary>
    StopRuntime,

    /// <summary>An answer, which no instance is asked for.</summary>
    ControlResponse,
}
