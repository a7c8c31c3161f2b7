using Baton.Contracts;
using Baton.Core.Notices;

namespace Baton.Control.Mapping;

/// <summary>Notices as the API shows them.</summary>
internal static class EventRecords
{
    public static EventRecord Of(Notice notice) =>
        new(notice.Seq, notice.Time, notice.Subject, notice.What, notice.Cause, notice.Detail);
}
