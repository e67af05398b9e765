package kafka

import (
	"github.com/IBM/sarama"

	"github.com/kafkathreadmanager/ktm/model"
)

// codes rules what brokers answer to metadata, list-offsets and fetch requests.
var codes = map[sarama.KError]ruling{
	sarama.ErrUnknown:                     {model.FaultProtocol, "the broker failed to read %s for a reason it does not tell", "Look at the broker's log.", false},
	sarama.ErrOffsetOutOfRange:            {model.FaultOffset, "the position in %s is outside the log", "ktm looks where the log begins and ends.", false},
	sarama.ErrInvalidMessage:              {model.FaultCorrupt, "the broker finds a damaged message in %s", hintDisk, false},
	sarama.ErrUnknownTopicOrPartition:     {model.FaultTopic, "the broker does not know %s", "It may have been deleted, or just created.", false},
	sarama.ErrInvalidMessageSize:          {model.FaultProtocol, "the broker refuses the fetch size for %s", "", false},
	sarama.ErrLeaderNotAvailable:          {model.FaultLeader, "there is no leader for %s", "Are enough of its brokers up?", false},
	sarama.ErrNotLeaderForPartition:       {model.FaultLeader, "the leader of %s moved", hintMoving, false},
	sarama.ErrRequestTimedOut:             {model.FaultTimeout, "the broker could not answer for %s in time", "Is the cluster overloaded?", false},
	sarama.ErrBrokerNotAvailable:          {model.FaultLeader, "the broker that has %s is not available", "Is it up?", false},
	sarama.ErrReplicaNotAvailable:         {model.FaultLeader, "the replica of %s is not available", hintMoving, false},
	sarama.ErrMessageSizeTooLarge:         {model.FaultTooLarge, "a message in %s is too large for the broker", "", false},
	sarama.ErrNetworkException:            {model.FaultConnection, "the broker lost a connection while it read %s", "", false},
	sarama.ErrInvalidTopic:                {model.FaultConfig, "%s is not a topic that can be read", "Check the name.", true},
	sarama.ErrTopicAuthorizationFailed:    {model.FaultAuthorization, "reading %s is not allowed", hintACL, false},
	sarama.ErrGroupAuthorizationFailed:    {model.FaultAuthorization, "reading %s is not allowed for this group", hintACL, false},
	sarama.ErrClusterAuthorizationFailed:  {model.FaultAuthorization, "the cluster does not allow the request for %s", "Ask for an ACL on the cluster.", false},
	sarama.ErrUnsupportedSASLMechanism:    {model.FaultAuth, "%s does not offer this SASL mechanism", "Check the mechanism.", true},
	sarama.ErrIllegalSASLState:            {model.FaultAuth, "%s did not expect this step of the login", hintSpeak, true},
	sarama.ErrUnsupportedVersion:          {model.FaultProtocol, "the broker of %s is too old or too new for ktm", hintVersion, true},
	sarama.ErrInvalidRequest:              {model.FaultProtocol, "the broker finds the request for %s invalid", "Is there a proxy in between?", false},
	sarama.ErrUnsupportedForMessageFormat: {model.FaultProtocol, "the message format of %s does not allow this", "", false},
	sarama.ErrPolicyViolation:             {model.FaultProtocol, "a policy of the cluster forbids the request for %s", "", false},
	sarama.ErrSecurityDisabled:            {model.FaultAuthorization, "security is off at the broker of %s", "", false},
	sarama.ErrKafkaStorageError:           {model.FaultLeader, "the broker cannot read the disk of %s", hintDisk, false},
	sarama.ErrLogDirNotFound:              {model.FaultLeader, "the broker cannot find the log of %s", hintDisk, false},
	sarama.ErrSASLAuthenticationFailed:    {model.FaultAuth, "%s refuses the login", hintLogin, true},
	sarama.ErrDelegationTokenExpired:      {model.FaultAuth, "%s refuses an expired token", hintLogin, true},
	sarama.ErrReassignmentInProgress:      {model.FaultLeader, "other brokers are being assigned to %s", hintMoving, false},
	sarama.ErrFetchSessionIDNotFound:      {model.FaultProtocol, "the broker of %s forgot the fetch session", hintMoving, false},
	sarama.ErrInvalidFetchSessionEpoch:    {model.FaultProtocol, "the broker of %s finds the fetch session out of step", hintMoving, false},
	sarama.ErrListenerNotFound:            {model.FaultLeader, "the leader of %s has no listener of this name", "Check advertised.listeners on the brokers.", false},
	sarama.ErrFencedLeaderEpoch:           {model.FaultLeader, "there is a newer leader for %s", hintMoving, false},
	sarama.ErrUnknownLeaderEpoch:          {model.FaultLeader, "the broker does not know yet that it leads %s", hintMoving, false},
	sarama.ErrUnsupportedCompressionType:  {model.FaultProtocol, "the broker cannot send the compression of %s to ktm", hintVersion, false},
	sarama.ErrOffsetNotAvailable:          {model.FaultLeader, "the new leader of %s is not ready", hintMoving, false},
	sarama.ErrThrottlingQuotaExceeded:     {model.FaultTimeout, "the quota for %s is used up", "The brokers slow this client down.", false},
	sarama.KError(91):                     {model.FaultTopic, "the broker does not hold %s", hintMoving, false}, // RESOURCE_NOT_FOUND
	sarama.KError(100):                    {model.FaultTopic, "the broker does not know this incarnation of %s", hintMoving, false},
	sarama.KError(103):                    {model.FaultTopic, "the topic of %s was created again", hintMoving, false},
	sarama.KError(109):                    {model.FaultOffset, "the position in %s has moved to tiered storage", hintMoving, false},
}
