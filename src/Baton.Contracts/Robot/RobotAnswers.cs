namespace Baton.Contracts.Robot;

/// <summary>Answer of <c>GET /api/services/list</c>.</summary>
/// <param name="Ok">True.</param>
/// <param name="Services">All services, in the order of the manifest.</param>
/// <param name="Count">How many there are.</param>
public sealed record RobotList(bool Ok, IReadOnlyList<RobotEntry> Services, int Count);

/// <summary>Answer of <c>GET /api/services/status/{name}</c>.</summary>
/// <param name="Ok">True.</param>
/// <param name="Service">The service.</param>
public sealed record RobotStatus(bool Ok, RobotService Service);

/// <summary>Answer to a start, stop or restart.</summary>
/// <param name="Ok">True.</param>
/// <param name="Message">What was done, for people.</param>
/// <param name="Service">The service as it is now.</param>
public sealed record RobotActed(bool Ok, string Message, RobotService Service);

/// <summary>Answer of <c>GET /api/services/logs/{name}</c>.</summary>
/// <param name="Ok">True.</param>
/// <param name="Service">Whose.</param>
/// <param name="Logs">The last lines.</param>
public sealed record RobotLogs(bool Ok, string Service, RobotLines Logs);

/// <summary>The last lines of both streams, each with its newline; a last line that has none yet is without.</summary>
/// <param name="Stdout">Of its standard output.</param>
/// <param name="Stderr">Of its standard error.</param>
public sealed record RobotLines(IReadOnlyList<string> Stdout, IReadOnlyList<string> Stderr);

/// <summary>Answer of <c>GET /api/services/health/{name}</c>.</summary>
/// <param name="Ok">True.</param>
/// <param name="Service">Whose.</param>
/// <param name="Health">How it does; healthy where nothing says so.</param>
public sealed record RobotHealthAnswer(bool Ok, string Service, RobotHealth Health);

/// <summary>The one body of every failed request to the robot's API.</summary>
/// <param name="Ok">False.</param>
/// <param name="Error">The failure, for people.</param>
/// <param name="Detail">The same: some clients look here.</param>
/// <param name="ErrorCode"><c>HTTP_</c> and the status, or <c>INTERNAL_ERROR</c>.</param>
public sealed record RobotProblem(bool Ok, string Error, string Detail, string ErrorCode);
