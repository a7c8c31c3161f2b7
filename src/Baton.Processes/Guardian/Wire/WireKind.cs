namespace Baton.Processes.Guardian.Wire;

/// <summary>What a frame is. The numbers are the protocol: none is ever given another meaning.</summary>
internal enum WireKind : byte
{
    // From the guardian.
    Welcome = 1, Opened = 2, Refused = 3, Registered = 4, Degraded = 5, LeftoversEnded = 6, Closed = 7, LeftoversFound = 8, Adopted = 9, Ping = 10,

    // News of processes, from the guardian.
    Spawned = 32, SpawnFailed = 33, Exited = 34, TreeGone = 35, TreeStuck = 36, OutputGrew = 37, OutputTrouble = 38, PortHolderFound = 39,
    OutputDrained = 40, LogsNotCompressed = 41, Sampled = 42, OutOfMemory = 43, OutputCounted = 44,

    // From the daemon.
    Open = 64, Register = 65, EndLeftovers = 66, Hold = 68, LetGo = 69, Close = 70, Leave = 71, Replace = 72, Ready = 73, FindLeftovers = 74, Adopt = 75,
    TakenOver = 79, Pong = 80,

    // Commands about processes, from the daemon.
    Spawn = 96, Terminate = 97, Kill = 98, WatchOutput = 99, TellDrained = 100, FindPortHolder = 101, Sample = 102, CountOutput = 103,
}
