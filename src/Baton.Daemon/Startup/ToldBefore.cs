using Baton.Core.Notices;
using Baton.Journal.Reading;

namespace Baton.Daemon.Startup;

/// <summary>
/// Which ends of runs an earlier daemon has told already. It tells one just before it notes it in the services' memory: where it is killed between the two,
/// the next daemon hears of the end anew and must not tell it a second time.
/// </summary>
/// <param name="journal">What was told; read when it is asked for the first time.</param>
/// <param name="began">The last number in use before this daemon.</param>
internal sealed class ToldBefore(JournalReader journal, long began)
{
    /// <summary>What was told just before a death stands at the journal's end, which may have begun a new segment meanwhile.</summary>
    private const int Stretches = 2;

    private static readonly NoticeFilter Ends = new() { Whats = new HashSet<string> { "starting", "exited", "spawn_failed" } };

    private readonly Lazy<Dictionary<string, Notice>> _last = new(() => Read(journal, began));

    /// <summary>Number of the fact by which the end of a service's last run was told; null when it was not.</summary>
    /// <param name="subject">The service, as <c>service/NAME</c>.</param>
    /// <param name="what">The word for the end.</param>
    public long? Of(string subject, string what) => _last.Value.TryGetValue(subject, out var last) && last.What == what ? last.Seq : null;

    private static Dictionary<string, Notice> Read(JournalReader journal, long began)
    {
        var last = new Dictionary<string, Notice>();
        try
        {
            foreach (var stretch in journal.Backwards(began + 1).Take(Stretches).Reverse())
            {
                foreach (var notice in stretch.Read(Ends)) last[notice.Subject] = notice;
            }
        }
        catch (IOException)
        {
            // The disk does not give them: an end that is told twice is better than none.
        }

        return last;
    }
}
