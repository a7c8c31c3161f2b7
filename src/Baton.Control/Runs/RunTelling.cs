using System.Globalization;
using Baton.Contracts;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Control.Runs;

/// <summary>Tells runs from the facts of a service. Decides by what is given in alone.</summary>
/// <param name="service">The service as it is.</param>
/// <param name="now">What time it is.</param>
internal sealed class RunTelling(ServiceView service, DateTimeOffset now)
{
    /// <summary>Facts of one run that are looked at.</summary>
    private const int MostFacts = 200;

    private const string CodeWords = "exit code ", SignalWords = "signal ";

    // Those after the start that is to come, the newest first.
    private readonly List<Notice> _facts = [];

    /// <summary>Takes the next older fact; a run when it is its start.</summary>
    public RunRecord? Take(Notice fact)
    {
        if (fact.What != "starting")
        {
            if (_facts.Count < MostFacts) _facts.Add(fact);
            return null;
        }

        var run = RunWords.Read(fact.Detail) is { } number ? Tell(number, fact.Time) : null;
        _facts.Clear();
        return run;
    }

    /// <summary>The present or last run, when its start is not known any more; null when there was none.</summary>
    public RunRecord? Newest()
    {
        if (service.Run == 0) return null;
        var exit = service.IsLive ? null : service.LastExit;
        return Timed(new RunRecord(service.Run, service.IsLive ? RunEnds.Running : exit is null ? RunEnds.Unknown : RunEnds.Exited)
        {
            StartedAt = service.StartedAt,
            Pid = service.IsLive ? service.Pid : null,
            ExitCode = exit?.Code,
            ExitSignal = exit?.Signal is { } signal ? SignalNames.NameOf(signal) : null,
        });
    }

    private RunRecord Tell(int run, DateTimeOffset starting)
    {
        var isPresent = run == service.Run;
        var end = _facts.FindIndex(fact => fact.What is "exited" or "spawn_failed");
        if (end < 0) return Timed(Endless(run, isPresent, starting));
        var (ended, before) = (_facts[end], _facts.Skip(end).ToList());
        var record = new RunRecord(run, HowOf(ended, before))
        {
            StartedAt = StartOf(isPresent, starting),
            EndedAt = ended.Time,
            Reason = RunWhys.Of(before) ?? ended.Detail,
        };
        if (ended is not { What: "exited", Detail: { } words }) return Timed(record);
        return Timed(record with { ExitCode = CodeIn(words), ExitSignal = words.StartsWith(SignalWords, StringComparison.Ordinal) ? words[SignalWords.Length..] : null });
    }

    private RunRecord Endless(int run, bool isPresent, DateTimeOffset starting)
    {
        if (!isPresent || !service.IsLive) return new RunRecord(run, RunEnds.Unknown) { StartedAt = starting };
        var isAdopted = _facts.Exists(fact => fact.What == "recovered");
        return new RunRecord(run, isAdopted ? RunEnds.Adopted : RunEnds.Running) { StartedAt = StartOf(isPresent, starting), Pid = service.Pid };
    }

    private DateTimeOffset StartOf(bool isPresent, DateTimeOffset starting) => isPresent && service.StartedAt is { } spawned && spawned >= starting ? spawned : starting;

    private RunRecord Timed(RunRecord run)
    {
        var end = run.EndedAt ?? (run.How is RunEnds.Running or RunEnds.Adopted ? now : null);
        // The clock may have been set meanwhile.
        return end is { } at && run.StartedAt is { } start ? run with { DurationSeconds = Math.Max(0, Math.Round((at - start).TotalSeconds, 3)) } : run;
    }

    private static string HowOf(Notice ended, List<Notice> before) =>
        ended.What == "spawn_failed" ? RunEnds.SpawnFailed
        : before.Exists(fact => fact.What == "killed") || ended.Detail == $"{SignalWords}SIGKILL" ? RunEnds.Killed
        : RunEnds.Exited;

    private static int? CodeIn(string words) =>
        words.StartsWith(CodeWords, StringComparison.Ordinal) && int.TryParse(words.AsSpan(CodeWords.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
