namespace Baton.Processes.Spawning;

/// <summary>Everything one spawn needs, made ready.</summary>
/// <param name="Program">Path of the program, absolute or relative to the working directory.</param>
/// <param name="Arguments">Its arguments, its own name first.</param>
/// <param name="Environment">Lines <c>NAME=VALUE</c>.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
/// <param name="Stdout">What it opens as standard output, read and write.</param>
/// <param name="Stderr">What it opens as standard error, read and write.</param>
internal sealed record SpawnOrder(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyCollection<string> Environment,
    string WorkingDirectory,
    string Stdout,
    string Stderr);
