namespace Baton.Control.Endpoints.Health;

/// <summary>What became of a request for fresh results.</summary>
internal enum TriggerOutcome
{
    /// <summary>They are there, or those that are there are fresh enough.</summary>
    Done,

    /// <summary>Some take longer than a request waits.</summary>
    Unfinished,

    /// <summary>The fleet has no such monitor any more, or takes no more questions.</summary>
    Refused,
}
