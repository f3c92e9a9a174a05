/** The dashboard: a server of a page to watch runs and to play. */
export { type Dashboard, type DashboardOptions, startDashboard } from './server.ts';
